/** A document of the kill test; only the writer whose group it is in touches it. */
export interface Item {
  _id: string
  group: string
  n: number
  tags: string[]
}

export interface Claim {
  _id: string
  slot: string
}

export type Change =
  | { kind: 'insertMany' | 'bulk'; group: string; docs: Item[] }
  | { kind: 'increment'; group: string; tag: string }
  | { kind: 'modify'; group: string; key: string; tag: string }
  | { kind: 'delete'; group: string }
  | { kind: 'claim'; doc: Claim }
  | { kind: 'fleeting'; ids: string[]; lasting: string }
  | { kind: 'scratch'; name: string }
  | { kind: 'count' | 'index' | 'unindex' | 'sweep' }

/** One command; `id` tells it from all others of all rounds. */
export type Step = Change & { id: string }

/** The documents of each group, by `_id`. */
export type Groups = Map<string, Map<string, Item>>

export type Random = () => number

/** A generator of numbers in [0, 1) from a seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The commands of one writer in one round, made so that none fails on documents that are there already. */
export function script(
  random: Random,
  name: { round: number; writer: number },
  before: Groups,
  length: number,
): Step[] {
  const groups: Groups = new Map(before)
  return Array.from({ length }, (_, i) => {
    const id = `${name.round}-${name.writer}-${i}`
    const step: Step = { id, ...change(random, name.writer, id, groups) }
    apply(groups, step)
    return step
  })
}

/** What a command does to the groups: as a whole, or not at all. */
export function apply(groups: Groups, step: Change): void {
  if (!('group' in step)) return
  const held = groups.get(step.group) ?? new Map<string, Item>()
  groups.set(step.group, changed(held, step))
}

type GroupChange = Extract<Change, { group: string }>

function changed(held: Map<string, Item>, step: GroupChange): Map<string, Item> {
  const all = [...held.values()]
  switch (step.kind) {
    case 'insertMany':
    case 'bulk':
      return byId([...all, ...step.docs])
    case 'increment':
      return byId(all.map(doc => ({ ...doc, n: doc.n + 1, tags: [...doc.tags, step.tag] })))
    case 'modify':
      return byId(
        all.map(doc => (doc._id === step.key ? { ...doc, n: doc.n + 1, tags: [step.tag] } : doc)),
      )
    case 'delete':
      return new Map()
  }
}

function byId(docs: Item[]): Map<string, Item> {
  return new Map(docs.map(doc => [doc._id, doc]))
}

function change(random: Random, writer: number, id: string, groups: Groups): Change {
  const below = (limit: number) => Math.floor(random() * limit)
  const group = `${writer}-${below(3)}`
  const tag = `t${below(5)}`
  const held = [...(groups.get(group)?.values() ?? [])]
  const docs = (ids: string[]): Item[] =>
    ids.map(_id => ({ _id, group, n: below(9), tags: [tag, `u${below(3)}`] }))
  const fresh = Array.from({ length: 1 + below(6) }, (_, i) => `${id}-${i}`)
  const pick = held[below(held.length)]
  if (held.length > 25) return { kind: 'delete', group }
  const dice = below(20)
  if (dice < 6) return { kind: 'insertMany', group, docs: docs(fresh) }
  if (dice < 9 && pick) return { kind: 'bulk', group, docs: docs([pick._id, ...fresh]) }
  if (dice < 12) return { kind: 'increment', group, tag }
  if (dice < 14 && pick) return { kind: 'modify', group, key: pick._id, tag }
  if (dice < 15) return { kind: 'delete', group }
  return shared(below(10), id, below)
}

/** Commands whose documents all writers share. */
function shared(dice: number, id: string, below: (limit: number) => number): Change {
  const round = id.split('-', 1)[0]
  if (dice < 4) return { kind: 'claim', doc: { _id: id, slot: `${round}-${below(12)}` } }
  if (dice < 6) return { kind: 'count' }
  if (dice < 7) return { kind: 'fleeting', ids: [`${id}-a`, `${id}-b`], lasting: `${id}-c` }
  if (dice < 8) return { kind: 'scratch', name: `scratch-${id}` }
  if (dice < 9) return { kind: below(2) === 0 ? 'index' : 'unindex' }
  return { kind: 'sweep' }
}
