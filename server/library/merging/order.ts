export type Orders = {
  base: readonly string[]
  mine: readonly string[]
  theirs: readonly string[]
}

/** Whose order counts where both moved things; `either` is the same one from both sides. */
export type Preferred = 'mine' | 'theirs' | 'either'

/**
 * The keys of `kept` in the order that both sides gave them: where only one side moved something, it is
 * moved; what one side alone has stays after what it followed. `clash` when both moved things, each their
 * own way: the order is then the preferred one.
 */
export function mergedOrder(
  { base, mine, theirs }: Orders,
  kept: ReadonlySet<string>,
  preferred: Preferred,
) {
  const inBoth = new Set(mine.filter(key => kept.has(key) && theirs.includes(key)))
  const ours = mine.filter(key => inBoth.has(key))
  const their = theirs.filter(key => inBoth.has(key))
  const { shared, clash } = sharedOrder(base, ours, their, preferred)
  const runs = [runsOf(mine, kept, inBoth), runsOf(theirs, kept, inBoth)]
  const after = (key: string | undefined) => runs.map(run => run.get(key) ?? []).sort(byWords)
  return { order: [after(undefined), ...shared.map(key => [key, after(key)])].flat(3), clash }
}

function sharedOrder(
  base: readonly string[],
  mine: string[],
  theirs: string[],
  preferred: Preferred,
) {
  if (sameKeys(mine, theirs)) return { shared: mine, clash: false }
  const [iMoved, theyMoved] = [isMoved(mine, base), isMoved(theirs, base)]
  if (iMoved !== theyMoved) return { shared: iMoved ? mine : theirs, clash: false }
  const either = byWords(mine, theirs) <= 0 ? mine : theirs
  const shared = { mine, theirs, either }[iMoved ? preferred : 'either']
  return { shared, clash: iMoved }
}

function isMoved(keys: readonly string[], base: readonly string[]) {
  const known = keys.filter(key => base.includes(key))
  const before = base.filter(key => known.includes(key))
  return !sameKeys(known, before)
}

/** What one side alone has, by the shared key that it follows there. */
function runsOf(keys: readonly string[], kept: ReadonlySet<string>, shared: ReadonlySet<string>) {
  const runs = new Map<string | undefined, string[]>()
  let after: string | undefined
  for (const key of keys) {
    if (shared.has(key)) after = key
    else if (kept.has(key)) runs.set(after, [...(runs.get(after) ?? []), key])
  }
  return runs
}

/** Any order will do, provided that it is the same from both sides. */
function byWords(one: string[], other: string[]) {
  const [a, b] = [one.join('\n'), other.join('\n')]
  return a < b ? -1 : a > b ? 1 : 0
}

export function sameKeys(one: readonly string[], other: readonly string[]) {
  return one.length === other.length && one.every((key, index) => key === other[index])
}
