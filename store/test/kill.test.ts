import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { expect } from 'chai'
import { open } from 'lmdb'
import { type Db, MongoClient } from 'mongodb'
import { startEmbeddedStore } from '../src/index.ts'
import { type Bundle, bundle } from './child-bundle.ts'
import {
  apply,
  type Claim,
  type Groups,
  type Item,
  randomFrom,
  type Step,
  script,
} from './kill-model.ts'

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 25)
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000)
const WRITERS = 6
const STEPS = 80

describe(`embedded store: killed with SIGKILL (KILL_SEED=${SEED})`, function () {
  this.timeout(400_000)
  let child: Bundle
  let directory: string

  before(async () => {
    child = await bundle('child-kill.ts')
  })
  after(() => child.remove())
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'embedded-'))
  })
  afterEach(() => rm(directory, { recursive: true, force: true }))

  it('keeps each acknowledged command whole, and of the others all or nothing, for each death', async () => {
    const random = randomFrom(SEED)
    const model = new Model()
    const interrupted: number[] = []
    const file = join(directory, 'scripts.json')
    // Each is there before its turn: to load takes longer than to live.
    const spawnNext = () =>
      spawn(process.execPath, [child.file, directory, file], { stdio: ['pipe', 'pipe', 'inherit'] })
    let next = spawnNext()
    for (let round = 0; round < ROUNDS; round++) {
      const scripts = Array.from({ length: WRITERS }, (_, writer) =>
        script(random, { round, writer }, model.groups, STEPS),
      )
      await writeFile(file, JSON.stringify(scripts))
      const current = next
      next = spawnNext()
      const lines = await live(current, round % 5 === 4 ? 'worker' : 'thread', random)
      const pending = model.hear(scripts.flat(), lines)
      interrupted.push(pending.length)
      await inspect(directory, db => model.compare(db, pending, `round ${round}`))
    }
    await killAfter(next, 0)
    const midway = interrupted.filter(count => count > 0).length
    expect(midway, 'rounds killed in the middle of commands').to.be.greaterThan(ROUNDS / 4)
  })

  it('sweeps the trees that nothing refers to any more', async () => {
    await inspect(directory, db => db.collection('kept').insertOne({ a: 1 }))
    const env = open({ path: directory, maxDbs: 100, keyEncoding: 'binary', encoding: 'binary' })
    for (const name of ['c900', 'i901']) {
      const tree = env.openDB(name, { keyEncoding: 'binary', encoding: 'binary' })
      await tree.put(Buffer.from('k'), Buffer.from('v'))
    }
    await env.close()
    expect(await treesOf(directory)).to.include.members(['c900', 'i901'])
    await inspect(directory, async db =>
      expect(await db.collection('kept').countDocuments()).to.equal(1),
    )
    expect(await treesOf(directory)).to.deep.equal(['c1', 'catalog'])
  })
})

type Child = ChildProcessByStdio<Writable, Readable, null>

/** Lets the child run until some moment, early ones included; gives all lines that it wrote. */
async function live(child: Child, mode: string, random: () => number): Promise<string[]> {
  const lines: string[] = []
  const reader = createInterface({ input: child.stdout })
  reader.on('line', line => lines.push(line))
  child.stdin.write(`${mode}\n`)
  const early = random() < 0.1
  if (!early) await once(reader, 'line')
  await killAfter(child, random() * (early ? 400 : 160))
  return lines
}

async function killAfter(child: Child, milliseconds: number): Promise<void> {
  const closed = once(child, 'close')
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds)
  await closed
  clearTimeout(timer)
}

async function inspect(directory: string, look: (db: Db) => Promise<unknown>): Promise<void> {
  const store = await startEmbeddedStore({ directory, worker: false })
  const client = await MongoClient.connect(store.uri)
  try {
    await look(client.db())
  } finally {
    await client.close()
    await store.close()
  }
}

async function treesOf(directory: string): Promise<string[]> {
  const env = open({ path: directory, readOnly: true, keyEncoding: 'binary' })
  const names = Array.from(env.getKeys(), key => String(key).replace(/\0$/, ''))
  await env.close()
  return names.sort()
}

/** What the store must hold, from what the children said. */
class Model {
  groups: Groups = new Map()
  readonly #claimed = new Map<string, string>()
  readonly #contested = new Set<string>()
  readonly #lasting = new Set<string>()
  #counted = 0

  /** Takes in the acknowledged commands; gives those that were under way. */
  hear(steps: Step[], lines: string[]): Step[] {
    const byId = new Map(steps.map(step => [step.id, step]))
    const pending = new Map<string, Step>()
    for (const line of lines) {
      const [verb = '', id = ''] = line.split(' ')
      const step = byId.get(id)
      expect(verb, line).not.to.equal('fault')
      if (!step) continue
      if (verb === 'start') pending.set(id, step)
      else pending.delete(id)
      if (verb === 'done') this.#acknowledge(step)
      if (verb === 'lost' && step.kind === 'claim') this.#contested.add(step.doc.slot)
    }
    return [...pending.values()]
  }

  /** Compares all that `db` holds, and goes on from what became of the commands under way. */
  async compare(db: Db, pending: Step[], where: string): Promise<void> {
    await this.#compareGroups(db, pending, where)
    await this.#compareClaims(db, pending, where)
    await this.#compareCounter(db, pending, where)
    await this.#compareLasting(db, pending, where)
    for (const { name } of await db.listCollections().toArray()) {
      const report = await db.command({ validate: name })
      expect(report, `${where} ${name}`).to.deep.include({ valid: true, errors: [] })
      expect(report.nrecords, `${where} ${name}`).to.equal(
        await db.collection(name).countDocuments(),
      )
      if (name.startsWith('scratch-')) await this.#compareScratch(db, name, pending, where)
    }
  }

  #acknowledge(step: Step): void {
    apply(this.groups, step)
    if (step.kind === 'claim') this.#claimed.set(step.doc.slot, step.doc._id)
    if (step.kind === 'count') this.#counted++
    if (step.kind === 'fleeting') this.#lasting.add(step.lasting)
  }

  async #compareGroups(db: Db, pending: Step[], where: string): Promise<void> {
    const held: Groups = new Map()
    for (const doc of await db.collection<Item>('items').find().toArray())
      held.set(doc.group, (held.get(doc.group) ?? new Map()).set(doc._id, doc))
    const perhaps: Groups = new Map(this.groups)
    for (const step of pending) apply(perhaps, step)
    for (const group of new Set([...held.keys(), ...perhaps.keys()])) {
      const found = shown(held.get(group))
      const either = [shown(this.groups.get(group)), shown(perhaps.get(group))]
      expect(either, `${where} group ${group}`).to.include(found)
    }
    this.groups = held
  }

  async #compareClaims(db: Db, pending: Step[], where: string): Promise<void> {
    const held = await db.collection<Claim>('claims').find().toArray()
    const bySlot = new Map(held.map(({ slot, _id }) => [slot, _id]))
    expect(bySlot.size, `${where}: a slot claimed twice`).to.equal(held.length)
    for (const [slot, id] of this.#claimed)
      expect(bySlot.get(slot), `${where} ${slot}`).to.equal(id)
    for (const slot of this.#contested) expect([...bySlot.keys()], where).to.include(slot)
    const mayBe = new Set([...this.#claimed.values(), ...pending.map(claimId)])
    for (const { _id, slot } of held) {
      expect(mayBe.has(_id), `${where}: nobody claimed ${_id}`).to.equal(true)
      this.#claimed.set(slot, _id)
    }
  }

  async #compareCounter(db: Db, pending: Step[], where: string): Promise<void> {
    const counter = await db.collection<{ _id: string; n: number }>('counters').findOne()
    const underWay = pending.filter(({ kind }) => kind === 'count').length
    expect(counter?.n ?? 0, where).to.be.within(this.#counted, this.#counted + underWay)
    this.#counted = counter?.n ?? 0
  }

  /** Of what never expires all is there; of what may have been swept, nothing that nobody wrote. */
  async #compareLasting(db: Db, pending: Step[], where: string): Promise<void> {
    const fleeting = db.collection<{ _id: string; at: Date }>('fleeting')
    const held = new Set((await fleeting.find().toArray()).map(({ _id }) => _id))
    for (const id of this.#lasting) expect(held.has(id), `${where} ${id}`).to.equal(true)
    for (const step of pending) {
      if (step.kind === 'fleeting' && held.has(step.lasting)) this.#lasting.add(step.lasting)
    }
    const lasting = await fleeting.countDocuments({ at: { $gt: new Date() } })
    expect(lasting, where).to.equal(this.#lasting.size)
  }

  async #compareScratch(db: Db, name: string, pending: Step[], where: string): Promise<void> {
    const mayBe = pending.some(step => step.kind === 'scratch' && step.name === name)
    expect(mayBe, `${where}: ${name} was dropped`).to.equal(true)
    expect([0, 2], `${where} ${name}`).to.include(await db.collection(name).countDocuments())
    await db.collection(name).drop()
  }
}

function shown(docs: Map<string, Item> | undefined): string {
  const sorted = [...(docs?.values() ?? [])].sort((a, b) => (a._id < b._id ? -1 : 1))
  return JSON.stringify(sorted.map(({ _id, n, tags }) => [_id, n, tags]))
}

function claimId(step: Step): string {
  return step.kind === 'claim' ? step.doc._id : ''
}
