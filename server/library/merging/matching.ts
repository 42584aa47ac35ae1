import { folded } from '../../platform/http/slugs.ts'
import type { WrittenStep } from './written.ts'

/** Below it, two steps are two different ones. */
const LEAST_ALIKE = 0.5
/** Enough to recognise a step; a long one must not cost more. */
const MOST_WORDS = 200
/** « le » and « un » make no two steps alike. */
const WORD = /[\p{L}\p{N}]{3,}/gu

type Read = { exact: string; title: string; words: Map<string, number>; count: number }

/**
 * Which step of `after` each step of `before` has become, as pairs of places: the same one, or the same
 * title, or most of the same words. Each step is in one pair at most.
 */
export function matchSteps(before: readonly WrittenStep[], after: readonly WrittenStep[]) {
  const [from, to] = [before.map(read), after.map(read)]
  const pairs = from.flatMap((one, i) =>
    to.map((other, j) => ({ i, j, score: likeness(one, other) })),
  )
  const best = pairs.filter(({ score }) => score >= LEAST_ALIKE).sort(byLikeness)
  const taken = { from: new Set<number>(), to: new Set<number>() }
  const matches = new Map<number, number>()
  for (const { i, j } of best) {
    if (taken.from.has(i) || taken.to.has(j)) continue
    taken.from.add(i)
    taken.to.add(j)
    matches.set(i, j)
  }
  return matches
}

type Pair = { i: number; j: number; score: number }

/** The most alike first, then the nearest places; the same from both sides. */
function byLikeness(one: Pair, other: Pair) {
  const apart = ({ i, j }: Pair) => Math.abs(i - j)
  return other.score - one.score || apart(one) - apart(other) || one.i + one.j - other.i - other.j
}

function likeness(one: Read, other: Read) {
  if (one.exact === other.exact) return 3
  const words = shared(one, other)
  return one.title !== '' && one.title === other.title ? 1 + words : words
}

/** From 0 to 1: how much of their words both have. */
function shared(one: Read, other: Read) {
  if (one.count + other.count === 0) return 0
  let common = 0
  for (const [word, count] of one.words) common += Math.min(count, other.words.get(word) ?? 0)
  return (2 * common) / (one.count + other.count)
}

function read(step: WrittenStep): Read {
  const { title, minutes, mode, body } = step
  const all = folded(`${title} ${title} ${body}`).match(WORD) ?? []
  const words = new Map<string, number>()
  const first = all.slice(0, MOST_WORDS)
  for (const word of first) words.set(word, (words.get(word) ?? 0) + 1)
  return {
    exact: JSON.stringify([title, minutes, mode, body]),
    title: folded(title).trim(),
    words,
    count: first.length,
  }
}
