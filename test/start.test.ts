import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { built } from './support/built.ts'
import { HubProcess } from './support/process.ts'

describe('a hub’s process', function () {
  this.timeout(60_000)
  const directory = mkdtempSync(join(tmpdir(), 'rouedad-process-'))
  after(() => rmSync(directory, { recursive: true, force: true }))

  it('tells where it is and how to install it; a second one on the same data is refused; a signal ends it well', async () => {
    const hub = await HubProcess.start({ DATA_DIR: directory })
    expect(hub.token).to.be.a('string')
    const health = await fetch(new URL('/sante', hub.url))
    expect(await health.json()).to.deep.equal({ status: 'ok', problems: [] })

    const second = run({ DATA_DIR: directory, PORT: '0' })
    expect(second.status).to.equal(1)
    expect(second.stderr)
      .to.match(/in use by process \d+/)
      .and.not.match(/node_modules|\n {4}at /)

    const idle = connect(Number(new URL(hub.url).port))
    await once(idle, 'connect')
    expect(await hub.kill('SIGTERM')).to.equal(0)
    idle.destroy()
  })

  it('says in one line which setting is wrong', () => {
    const { status, stderr } = run({ DATA_DIR: directory, PORT: 'eighty' })
    expect(status).to.equal(1)
    expect(stderr).to.equal('PORT is "eighty"; expected a whole number from 0 to 65535.\n')
  })

  function run(environment: Record<string, string>) {
    return spawnSync(process.execPath, built('index'), {
      env: { ...process.env, ...environment },
      encoding: 'utf8',
    })
  }
})
