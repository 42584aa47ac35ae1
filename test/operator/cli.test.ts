import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { Secret, TOTP } from 'otpauth'
import { built } from '../support/built.ts'
import { FOUNDER, HubProcess } from '../support/process.ts'
import { useFolder } from './open.ts'

describe('the operator’s commands, as processes', function () {
  this.timeout(120_000)
  const folder = useFolder()
  const data = join(folder, 'data')
  const environment = (DATA_DIR: string) => ({ ...process.env, DATA_DIR, LOG_LEVEL: 'silent' })
  const hub = (args: string[], dataDirectory = data) =>
    spawnSync(process.execPath, [...built('cli'), ...args], {
      env: environment(dataDirectory),
      encoding: 'utf8',
    })

  /** The same, while this process goes on: its connections to the hub live, and are seen to close, meanwhile. */
  const beside = async (args: string[], dataDirectory = data) => {
    const running = spawn(process.execPath, [...built('cli'), ...args], {
      env: environment(dataDirectory),
    })
    const closed = once(running, 'close')
    const [stdout, stderr] = await Promise.all([text(running.stdout), text(running.stderr)])
    await closed
    return { status: running.exitCode, stdout, stderr }
  }

  // On a slow machine they tell their progress, on the other stream.
  it('back up a hub that runs, check and count it; a restore waits for it to stop', async () => {
    const running = await HubProcess.start({ DATA_DIR: data })
    const founder = await running.founder()
    const file = join(folder, 'a', 'b.zip')
    const backup = await beside(['backup', file])
    expect(backup).to.include({ status: 0 })
    expect(backup.stdout).to.match(/b\.zip: [\d.]+ KB, \d+ documents, 0 files\n$/)
    expect(await beside(['check', '--files'])).to.include({ status: 0 })
    expect((await beside(['stats'])).stdout).to.match(/^members +1 /m)
    expect((await founder.getJson('/')).status).to.equal(200)
    const refused = await beside(['restore', file, '--force'])
    expect(refused.status).to.equal(1)
    expect(refused.stderr).to.match(/in use by process \d+ on .+; stop it first/)
    await running.kill('SIGTERM')
    const restored = await beside(['restore', file], join(folder, 'other'))
    expect(restored).to.include({ status: 0 })
    const again = await HubProcess.start({ DATA_DIR: join(folder, 'other') })
    expect(again.token).to.equal(undefined)
    // The session's secret came along: who was signed in still is.
    const page = await fetch(new URL('/compte', again.url), {
      headers: { cookie: founder.cookie },
      redirect: 'manual',
    })
    expect(page.status).to.equal(200)
    await again.kill('SIGTERM')
  })

  it('let in a member who lost their codes, while the hub runs', async () => {
    const own = join(folder, 'lost')
    const running = await HubProcess.start({ DATA_DIR: own })
    const founder = await running.founder()
    const { email } = (await founder.getJson('/compte')).body
    const reset = (who: string) => beside(['admin', 'reset-second-factor', who], own)
    expect((await reset(email)).stderr).to.include('no code is asked')
    const { secret } = (await founder.getJson('/compte/securite/code')).body
    const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) })
    const proof = { code: totp.generate(), currentPassword: FOUNDER.password }
    expect((await founder.postJson('/compte/securite/code', proof)).status).to.equal(201)
    expect(await reset(email)).to.include({ status: 0, stderr: '' })
    // The hub that runs hears of it with the mail that it sends.
    const outbox = join(own, 'outbox')
    const until = Date.now() + 30_000
    while ((existsSync(outbox) ? readdirSync(outbox) : []).length < 2 && Date.now() < until)
      await new Promise(resolve => setTimeout(resolve, 50))
    expect((await founder.getJson('/compte/securite')).body.codes.on).to.equal(false)
    expect((await founder.get('/administration/journal')).text).to.include('Codes d’application')
    await running.kill('SIGTERM')
  })

  it('leave no file of its name when a backup is killed', async () => {
    const file = join(folder, 'killed', 'c.zip')
    mkdirSync(join(folder, 'killed'))
    // A file that never comes to its end: the backup is in the middle of it when it is killed.
    const endless = join(data, 'uploads', 'aa', `aa${'0'.repeat(30)}`)
    mkdirSync(dirname(endless), { recursive: true })
    expect(spawnSync('mkfifo', [endless]).status).to.equal(0)
    const child = spawn(process.execPath, [...built('cli'), 'backup', file], {
      env: environment(data),
      stdio: 'ignore',
    })
    const gone = once(child, 'exit')
    while (child.exitCode === null && !existsSync(`${file}.partial`))
      await new Promise(setImmediate)
    child.kill('SIGKILL')
    await gone
    expect(child.signalCode).to.equal('SIGKILL')
    rmSync(endless)
    expect(readdirSync(join(folder, 'killed'))).to.deep.equal(['c.zip.partial'])
    expect(hub(['backup', file]).status).to.equal(0)
    expect(readdirSync(join(folder, 'killed'))).to.deep.equal(['c.zip'])
  })
})
