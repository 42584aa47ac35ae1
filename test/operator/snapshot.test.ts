import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { deserialize } from 'bson'
import { expect } from 'chai'
import { writeBackup } from '../../server/operator/backup/write.ts'
import { restoreInto } from '../../server/operator/restore/into.ts'
import { openSnapshot } from '../../store/src/files.ts'
import { childArguments } from '../support/child.ts'
import { aTerminal, failureOf, settingsFor, useFolder, withStore } from './open.ts'

const WRITER = childArguments(import.meta.url, './writer')

describe('a snapshot of the store that another process writes to', function () {
  this.timeout(60_000)
  const folder = useFolder()
  let writer: ChildProcess
  let lines: AsyncIterableIterator<string>

  before(async () => {
    writer = spawn(process.execPath, [...WRITER, join(folder, 'store')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    lines = createInterface({ input: writer.stdout ?? process.stdin })[Symbol.asyncIterator]()
    await lines.next()
  })
  after(async () => {
    writer.kill('SIGKILL')
    if (writer.signalCode === null) await once(writer, 'exit')
  })

  it('holds one moment over all collections, however long it is read', async () => {
    const moments = new Set<number>()
    for (let round = 0; round < 4; round++) {
      const snapshot = openSnapshot(join(folder, 'store'))
      const states: number[] = []
      for (const name of ['second', 'first']) {
        states.push(...(await statesOf(snapshot, name)))
        for (let i = 0; i < 3; i++) await lines.next()
      }
      await snapshot.close()
      // One command is one moment, and `first` is never behind, nor more than one command ahead.
      expect(states).to.have.length(2)
      const [second = 0, first = 0] = states
      expect(first - second).to.be.within(0, 1)
      moments.add(first)
    }
    expect(moments.size).to.be.greaterThan(1)
  })

  it('is what a backup holds; the hub goes on writing meanwhile', async () => {
    const file = join(folder, 'running.zip')
    const target = join(folder, 'restored')
    const { terminal } = aTerminal()
    const before = Number((await lines.next()).value)
    await writeBackup(settingsFor(folder), file, { force: false, terminal })
    await restoreInto(target, file, { force: false, terminal })
    await withStore(target, async db => {
      const states = await Promise.all(
        ['first', 'second'].map(name => db.collection(name).distinct('n')),
      )
      const [[first = 0] = [], [second = 0] = []] = states
      expect(states.map(({ length }) => length)).to.deep.equal([1, 1])
      expect(first - second).to.be.within(0, 1)
      expect(second).to.be.at.least(before)
      expect(await db.collection('first').countDocuments()).to.equal(400)
    })
  })

  it('says that there is no store, and makes none', async () => {
    expect(await failureOf((async () => openSnapshot(join(folder, 'nowhere')))())).to.include(
      'there is no store in',
    )
  })
})

/** The different states of the documents of a collection: one, when all were read at one moment. */
async function statesOf(snapshot: ReturnType<typeof openSnapshot>, name: string) {
  const states = new Set<number>()
  let read = 0
  for (const { bytes } of snapshot.collections.find(each => each.name === name)?.documents() ??
    []) {
    states.add(deserialize(bytes).n)
    // Other work comes between, as it does while a file is written.
    if (++read % 50 === 0) await new Promise(setImmediate)
  }
  expect(read).to.equal(400)
  return states
}
