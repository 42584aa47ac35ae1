import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { type Bundle, bundle } from './child-bundle.ts'
import { type Opened, openTemporary } from './open.ts'

const MIB = 1024 * 1024
const ROWS = 100

describe('embedded store: readers from beside', function () {
  this.timeout(60_000)
  let child: Bundle
  let opened: Opened

  before(async () => {
    child = await bundle('child-reader.ts')
    opened = await openTemporary()
    const text = 'x'.repeat(20_000)
    const rows = Array.from({ length: ROWS }, (_, _id) => ({ _id, n: 0, text }))
    await opened.things('rows').insertMany(rows)
    await rewrite(5)
  })
  after(async () => {
    await opened.close()
    await child.remove()
  })

  /** Each round writes some 2 MiB anew. */
  async function rewrite(rounds: number): Promise<void> {
    for (let i = 0; i < rounds; i++) await opened.things('rows').updateMany({}, { $inc: { n: 1 } })
  }
  const size = async () => (await stat(join(opened.directory, 'data.mdb'))).size

  async function reader() {
    const running = spawn(process.execPath, [child.file, opened.directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(running.stdout, 'data')
    return running
  }

  it('keep what they read for as long as they live, and no longer once the store has looked', async () => {
    const start = await size()
    const running = await reader()
    await rewrite(10)
    expect((await size()) - start).to.be.above(10 * MIB)
    running.kill('SIGKILL')
    await once(running, 'exit')
    const killed = await size()
    await rewrite(10)
    expect((await size()) - killed, 'nobody has looked yet').to.be.above(10 * MIB)
    await opened.store.sweep()
    const swept = await size()
    await rewrite(20)
    expect((await size()) - swept).to.be.below(8 * MIB)
  })
})
