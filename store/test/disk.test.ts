import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { expect } from 'chai'
import type { Document } from 'mongodb'
import { type Bundle, bundle } from './child-bundle.ts'

const LIMIT = 12 * 1024 * 1024
const FULL = 14031
/** Changes the limit of a running process, so that there is room again (util-linux). */
const canLift = spawnSync('prlimit', ['--version']).status === 0

/** A limit on the size of files stands for a disk without room: the system refuses the same writes. */
describe('embedded store: a full disk', function () {
  this.timeout(60_000)
  if (process.platform === 'win32') return
  let child: Bundle
  let directory: string
  let running: Running | undefined

  before(async () => {
    child = await bundle('child-disk.ts')
  })
  after(() => child.remove())
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'embedded-'))
  })
  afterEach(async () => {
    await running?.end()
    await rm(directory, { recursive: true, force: true })
  })

  const start = async (mode = 'thread', limit = LIMIT): Promise<Running> => {
    running = await Running.start([child.file, directory, mode], limit)
    return running
  }

  for (const mode of ['thread', 'worker']) {
    it(`refuses writes with a clear error, loses nothing and reads on (${mode})`, async () => {
      const store = await start(mode)
      await store.one({ createIndexes: 'rows', indexes: [{ key: { n: 1 }, name: 'n' }] })
      const kept = await fill(store)
      const refused = await store.one(row(999_999))
      expect(refused).to.include({ ok: 0, code: FULL })
      expect(refused.message).to.match(/the disk is full.*nothing of this write was kept/)
      expect((await stat(join(directory, 'data.mdb'))).size).to.be.at.most(LIMIT)
      await expectHeld(store, kept)
    })
  }

  it('refuses each command that writes, and what it knows stays what is on disk', async () => {
    const store = await start()
    await store.one({ create: 'empty' })
    await store.one({
      createIndexes: 'empty',
      indexes: [{ key: { a: 1 }, name: 'a', expireAfterSeconds: 5 }],
    })
    const kept = await fill(store)
    const before = await layout(store)
    for (const command of [
      { createIndexes: 'rows', indexes: [{ key: { n: 1 }, name: 'n' }] },
      { create: 'another' },
      { insert: 'third', documents: [{ a: 1 }] },
      { renameCollection: 'rouedad.rows', to: 'rouedad.renamed' },
      { dropIndexes: 'empty', index: 'a' },
      { collMod: 'empty', index: { name: 'a', expireAfterSeconds: 9 } },
      { drop: 'empty' },
      { update: 'rows', updates: [{ q: {}, u: { $set: { z: 1 } }, multi: true }] },
      { findAndModify: 'rows', query: { _id: 1 }, update: { $inc: { n: 1 } } },
      { delete: 'rows', deletes: [{ q: { _id: 1 }, limit: 1 }] },
    ]) {
      expect(await store.one(command), JSON.stringify(command)).to.include({ ok: 0, code: FULL })
    }
    expect(await layout(store)).to.deep.equal(before)
    await expectHeld(store, kept)
    await store.end()
    const again = await start('thread', LIMIT * 10)
    expect(await layout(again)).to.deep.equal(before)
    await expectHeld(again, kept)
  })

  it('keeps of a group what fits, and refuses what does not', async () => {
    const store = await start()
    await store.one({ create: 'rows' })
    const big = { insert: 'rows', documents: [{ _id: -1, text: 'x'.repeat(13_000_000) }] }
    const answers = await store.all([row(1), big, row(2), row(3)])
    expect(answers.map(({ code }) => code)).to.deep.equal([undefined, FULL, undefined, undefined])
    await expectHeld(store, [1, 2, 3])
  })

  it('starts on a full disk, to read', async () => {
    const first = await start()
    const kept = await fill(first)
    await first.end()
    const second = await start('thread', LIMIT)
    await expectHeld(second, kept)
    expect(await second.one(row(888_888))).to.include({ code: FULL })
  })

  it('writes again as soon as there is room, without a new start', async function () {
    if (!canLift) this.skip()
    const store = await start()
    const kept = await fill(store)
    store.lift(LIMIT * 3)
    expect(await store.one(row(777_777))).to.include({ ok: 1, n: 1 })
    expect(
      await store.one({ createIndexes: 'rows', indexes: [{ key: { n: 1 }, name: 'n' }] }),
    ).to.include({ ok: 1 })
    expect(await store.one({ delete: 'rows', deletes: [{ q: { n: 3 }, limit: 0 }] })).to.include({
      ok: 1,
    })
    await expectHeld(
      store,
      [...kept, 777_777].filter(id => id % 7 !== 3),
    )
  })

  it('refuses a change of a whole collection that it has no room for, and loses nothing', async function () {
    if (!canLift) this.skip()
    const store = await start('thread', LIMIT * 10)
    await store.one({ createIndexes: 'rows', indexes: [{ key: { n: 1 }, name: 'n' }] })
    const ids = await fillSmall(store)
    store.lift((await stat(join(directory, 'data.mdb'))).size + 2 * 1024 * 1024)
    for (const command of [
      { update: 'rows', updates: [{ q: {}, u: { $inc: { n: 1 } }, multi: true }] },
      { update: 'rows', updates: [{ q: {}, u: { $set: { n: 'x'.repeat(900) } }, multi: true }] },
      { delete: 'rows', deletes: [{ q: {}, limit: 0 }] },
      { createIndexes: 'rows', indexes: [{ key: { text: 1 }, name: 'text' }] },
    ]) {
      const refused = await store.one(command)
      const label = JSON.stringify(command).slice(0, 80)
      expect(refused, label).to.include({ ok: 0, code: FULL })
      // Refused before LMDB writes: where the system refuses it, the process may end.
      expect(refused.message, label).to.include('no more room for the data file')
    }
    await expectHeld(store, ids)
    store.lift(LIMIT * 10)
    const all = { update: 'rows', updates: [{ q: {}, u: { $inc: { n: 1 } }, multi: true }] }
    expect(await store.one(all)).to.include({ ok: 1, nModified: ids.length })
    await expectHeld(store, ids)
  })

  it('does not begin where not even the first page fits', async () => {
    const { code, said } = await begin([child.file, directory, 'thread'], 4096)
    expect(code).to.equal(1)
    expect(said)
      .to.match(/the disk is full; make room and start again/)
      .and.to.include(directory)
    const later = await start('thread')
    expect(await later.one({ ping: 1 })).to.include({ ok: 1 })
  })
})

function row(_id: number): Document {
  return { insert: 'rows', documents: [{ _id, n: _id % 7, text: 'x'.repeat(20_000) }] }
}

/** Some 18 MiB, scattered in the index. */
async function fillSmall(store: Running): Promise<number[]> {
  const ids = Array.from({ length: 20_000 }, (_, id) => id)
  for (let from = 0; from < ids.length; from += 2000) {
    const documents = ids
      .slice(from, from + 2000)
      .map(_id => ({ _id, n: (_id * 7919) % 100_003, text: `${_id}`.padEnd(700, 'x') }))
    expect(await store.one({ insert: 'rows', documents })).to.include({ ok: 1 })
  }
  return ids
}

/** Writes until several in a row are refused; gives what was acknowledged. */
async function fill(store: Running): Promise<number[]> {
  const kept: number[] = []
  for (let id = 0; id < 2000; id += 4) {
    const ids = [id, id + 1, id + 2, id + 3]
    const answers = await store.all(ids.map(row))
    kept.push(...ids.filter((_, i) => answers[i]?.ok === 1))
    if (answers.every(({ code }) => code === FULL)) return exhaust(store, kept)
  }
  throw new Error('the disk never filled')
}

/** A bulky row may be refused where a small thing still fits. */
async function exhaust(store: Running, kept: number[]): Promise<number[]> {
  for (let i = 0; i < 2000; i++) {
    const { code } = await store.one({ create: `small-${i}` })
    if (code === FULL) return kept
  }
  throw new Error('the disk never filled')
}

/** All rows are there and no other, and the indexes agree. */
async function expectHeld(store: Running, ids: number[]): Promise<void> {
  const { values } = await store.one({ distinct: 'rows', key: '_id' })
  expect(values).to.have.members(ids)
  const { valid, errors, nrecords } = await store.one({ validate: 'rows' })
  expect({ valid, errors, nrecords }).to.deep.equal({
    valid: true,
    errors: [],
    nrecords: ids.length,
  })
}

async function layout(store: Running): Promise<unknown[]> {
  const { cursor } = await store.one({ listCollections: 1, nameOnly: true })
  const names: string[] = cursor.firstBatch.map(({ name }: Document) => name).sort()
  const indexes = await store.all(names.map(name => ({ listIndexes: name })))
  return names.map((name, i) => [name, indexes[i]?.cursor.firstBatch])
}

/** A child that holds a store and runs commands on it. */
class Running {
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>

  private constructor(child: ChildProcess, lines: Interface) {
    this.#child = child
    this.#lines = lines[Symbol.asyncIterator]()
  }

  static async start(args: string[], limit: number): Promise<Running> {
    const child = spawnLimited(args, limit)
    if (!child.stdout) throw new Error('no output')
    const running = new Running(child, createInterface({ input: child.stdout }))
    await running.#answer()
    return running
  }

  /** Runs commands at once; gives their answers, errors included. */
  async all(commands: Document[]): Promise<Document[]> {
    this.#child.stdin?.write(`${JSON.stringify(commands)}\n`)
    return JSON.parse(await this.#answer())
  }

  async one(command: Document): Promise<Document> {
    return (await this.all([command]))[0] ?? {}
  }

  lift(limit: number): void {
    execFileSync('prlimit', [`--pid=${this.#child.pid}`, `--fsize=${limit}:`])
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#child.stdin?.end()
    await once(this.#child, 'exit')
    expect(this.#child.exitCode, String(this.#child.signalCode)).to.equal(0)
  }

  async #answer(): Promise<string> {
    const { value, done } = await this.#lines.next()
    if (!done) return value
    throw new Error(`the child ended: ${this.#child.exitCode} ${this.#child.signalCode}`)
  }
}

/** Limits the files that a child may write to so many bytes (`ulimit -f` counts blocks of 512); the hard limit stays. */
function spawnLimited(args: string[], limit: number): ChildProcess {
  const command = `ulimit -S -f ${Math.floor(limit / 512)}; exec "$0" "$@"`
  return spawn('sh', ['-c', command, process.execPath, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}

async function begin(
  args: string[],
  limit: number,
): Promise<{ code: number | null; said: string }> {
  const child = spawnLimited(args, limit)
  let said = ''
  child.stderr?.on('data', bytes => {
    said += bytes
  })
  await once(child, 'close')
  return { code: child.exitCode, said }
}
