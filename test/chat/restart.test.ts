import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { HubProcess } from '../support/process.ts'
import { listen } from '../support/sockets.ts'

describe('A room, after a restart', () => {
  const directory = mkdtempSync(join(tmpdir(), 'rouedad-restart-'))
  let hub: HubProcess | undefined

  after(async () => {
    await hub?.kill()
    rmSync(directory, { recursive: true, force: true })
  })

  it('has every message it acknowledged before the process was killed, and goes on', async function () {
    this.timeout(60_000)
    hub = await HubProcess.start({ DATA_DIR: directory })
    const before = await hub.founder()
    const { body: room } = await before.postJson('/administration/salons', { title: 'Entraide' })
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        before.postJson(`${room.url}/messages`, { body: `n° ${i}` }),
      ),
    )
    const kept = (await before.getJson(`${room.url}/messages`)).body.items
    await hub.kill('SIGKILL')

    hub = await HubProcess.start({ DATA_DIR: directory })
    const agent = await hub.founder()
    const listener = await listen(hub, agent)
    await listener.join(room.slug)
    expect((await agent.getJson(`${room.url}/messages`)).body.items).to.deep.equal(kept)
    await agent.postJson(`${room.url}/messages`, { body: 'Et la suite' })
    expect((await listener.hear('message:posted'))[0]).to.include({ seq: 21 })
    // Stopped in an orderly way, it lets its sockets go so that they come back by themselves.
    const gone = listener.disconnected()
    await hub.kill('SIGTERM')
    expect(await gone).to.equal('transport close')
  })
})
