import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { built } from './support/built.ts'

describe('the operator’s command', function () {
  this.timeout(180_000)
  const directory = mkdtempSync(join(tmpdir(), 'rouedad-cli-'))
  after(() => rmSync(directory, { recursive: true, force: true }))

  const hub = (...args: string[]) =>
    spawnSync(process.execPath, [...built('cli'), ...args], {
      env: { ...process.env, DATA_DIR: join(directory, 'data'), LOG_LEVEL: 'silent' },
      encoding: 'utf8',
    })

  it('tells what it knows, and ends badly when asked for something else', () => {
    const help = hub('--help')
    expect(help).to.include({ status: 0 })
    expect(help.stdout).to.include('import FOLDER')
    expect(hub('dance')).to.include({ status: 2, stdout: '' })
  })

  it('names the file of a folder that it cannot take, and imports nothing of it', () => {
    const missing = hub('import', join(directory, 'nowhere'))
    expect(missing.status).to.equal(1)
    expect(missing.stderr).to.include('network.yaml').and.not.include('    at ')
    writeFileSync(join(directory, 'network.yaml'), 'name: [1, 2]\n')
    const wrong = hub('import', directory)
    expect(wrong.status).to.equal(1)
    expect(wrong.stderr).to.match(/network\.yaml: name/)
  })

  it('imports a whole network once', () => {
    const first = hub('import', 'demo')
    expect(first.stderr).to.equal('')
    expect(first.stdout).to.match(
      /^60 spaces, 31 members, \d+ resources, 5 gatherings, 20 threads, 4 rooms\n$/,
    )
    const second = hub('import', 'demo')
    expect(second).to.include({
      status: 1,
      stderr: 'The store is not empty: nothing was imported.\n',
    })
  })

  it('exports the library to a new folder, and knows it again', () => {
    const folder = join(directory, 'library')
    expect(hub('export', folder).stdout).to.match(/library: \d+ files\n$/)
    expect(hub('export', folder)).to.include({ status: 1, stdout: '' })
    expect(hub('import', folder).stdout).to.match(/^0 resources added, \d+ already here\n$/)
  })
})
