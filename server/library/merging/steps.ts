import { type Choices, type Conflict, placed } from './conflict.ts'
import { matchSteps } from './matching.ts'
import { mergedOrder } from './order.ts'
import { mergeText } from './text.ts'
import { mergeValue } from './values.ts'
import type { STEP_FACTS, WrittenStep } from './written.ts'

type Steps = readonly WrittenStep[]
/** The same step in each of the three; undefined where it is not. */
type Trio = { id: string; base?: WrittenStep; mine?: WrittenStep; theirs?: WrittenStep }

const STEPS = 'steps'

/** Steps that come from `base`, recognised by what they say; each is merged by its parts. */
export function mergeSteps(
  base: Steps,
  mine: Steps,
  theirs: Steps,
  choices: Choices,
): { merged: WrittenStep[]; conflicts: Conflict[] } {
  if (isSame(mine, theirs) || isSame(theirs, base)) return { merged: [...mine], conflicts: [] }
  if (isSame(mine, base)) return { merged: [...theirs], conflicts: [] }
  const { trios, orders } = recognised(base, mine, theirs)
  const conflicts: Conflict[] = []
  const results = new Map<string, WrittenStep>()
  for (const [key, trio] of trios) {
    const { merged, found } = mergeStep(trio, choices)
    conflicts.push(...found)
    if (merged) results.set(key, merged)
  }
  const place = placed(choices, `${STEPS}.order`, { field: STEPS })
  const preferred = place.choice === 'theirs' ? 'theirs' : 'mine'
  const { order, clash } = mergedOrder(orders, new Set(results.keys()), preferred)
  if (clash) conflicts.push({ ...place, kind: 'order', ...titlesOf({ base, mine, theirs }) })
  return { merged: order.flatMap(key => results.get(key) ?? []), conflicts }
}

function titlesOf(steps: { base: Steps; mine: Steps; theirs: Steps }) {
  const titles = (list: Steps) => list.map(({ title }) => title)
  return { base: titles(steps.base), mine: titles(steps.mine), theirs: titles(steps.theirs) }
}

function mergeStep({ id, base, mine, theirs }: Trio, choices: Choices) {
  if (mine && theirs) return mergeParts({ id, base, mine, theirs }, choices)
  const left = mine ?? theirs
  if (!base || !left) return { merged: left, found: [] }
  // Removed on one side: gone, unless the other side has worked on it since.
  if (isSame([left], [base])) return { merged: undefined, found: [] }
  const place = placed(choices, id, { field: STEPS, step: left.title })
  const conflict: Conflict = { ...place, kind: 'step', base, mine, theirs }
  return { merged: place.choice === 'mine' ? mine : theirs, found: [conflict] }
}

type Both = Trio & { mine: WrittenStep; theirs: WrittenStep }

function mergeParts({ id, base, mine, theirs }: Both, choices: Choices) {
  const step = mine.title
  const found: Conflict[] = []
  const value = <F extends (typeof STEP_FACTS)[number]>(field: F): WrittenStep[F] => {
    const where = { id: `${id}.${field}`, field, step }
    const three = { base: base?.[field], mine: mine[field], theirs: theirs[field] }
    const { merged, conflicts } = mergeValue(three, where, choices)
    found.push(...conflicts)
    return merged
  }
  const facts = { title: value('title'), minutes: value('minutes'), mode: value('mode') }
  const where = { id: `${id}.body`, field: 'body', step }
  const text = mergeText(base?.body ?? '', mine.body, theirs.body, where, choices)
  return { merged: { ...facts, body: text.merged }, found: [...found, ...text.conflicts] }
}

/** Each step once, under a key that does not depend on who is `mine`, and the three orders of keys. */
function recognised(base: Steps, mine: Steps, theirs: Steps) {
  const trios = new Map<string, Trio>()
  base.forEach((step, index) => {
    trios.set(`b${index}`, { id: `${STEPS}.${index}`, base: step })
  })
  const keys = { mine: fromBase(base, mine), theirs: fromBase(base, theirs) }
  nameNew(mine, theirs, keys)
  let added = 0
  const put = (side: 'mine' | 'theirs', steps: Steps) =>
    steps.map((step, index) => {
      const key = keys[side][index] ?? ''
      const trio = trios.get(key) ?? { id: `${STEPS}.new${++added}` }
      trios.set(key, { ...trio, [side]: step })
      return key
    })
  const orders = {
    base: [...base.keys()].map(index => `b${index}`),
    mine: put('mine', mine),
    theirs: put('theirs', theirs),
  }
  return { trios, orders }
}

function fromBase(base: Steps, side: Steps) {
  const keys: (string | undefined)[] = side.map(() => undefined)
  for (const [from, to] of matchSteps(base, side)) keys[to] = `b${from}`
  return keys
}

/** Both may have added the same step, or nearly. */
function nameNew(
  mine: Steps,
  theirs: Steps,
  keys: Record<'mine' | 'theirs', (string | undefined)[]>,
) {
  const unknown = (side: 'mine' | 'theirs', steps: Steps) =>
    steps.flatMap((step, at) => (keys[side][at] === undefined ? [{ step, at }] : []))
  const [ours, their] = [unknown('mine', mine), unknown('theirs', theirs)]
  const stepsOf = (list: typeof ours) => list.map(({ step }) => step)
  const used = new Set<string>()
  const once = (key: string): string => {
    if (used.has(key)) return once(`${key}+`)
    used.add(key)
    return key
  }
  for (const [i, j] of matchSteps(stepsOf(ours), stepsOf(their))) {
    const [one, other] = [ours[i], their[j]]
    if (!one || !other) continue
    const key = once(`n${[one.step, other.step].map(wordsOf).sort().join()}`)
    keys.mine[one.at] = key
    keys.theirs[other.at] = key
  }
  for (const [side, list] of [
    ['mine', ours],
    ['theirs', their],
  ] as const)
    for (const { step, at } of list) keys[side][at] ??= once(`n${wordsOf(step)}`)
}

function wordsOf({ title, minutes, mode, body }: WrittenStep) {
  return JSON.stringify([title, minutes, mode, body])
}

function isSame(one: Steps, other: Steps) {
  return (
    one.length === other.length &&
    one.every((step, index) => {
      const twin = other[index]
      return twin !== undefined && wordsOf(step) === wordsOf(twin)
    })
  )
}
