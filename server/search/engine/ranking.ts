import type { Answers } from './answers.ts'
import { factOf } from './documents.ts'
import type { Holdings } from './holdings.ts'
import type { Wish } from './question.ts'

/** By facts, the first that differs deciding; without any, best first. */
export type Order = readonly { fact: string; descending?: boolean }[]

/** A wish, and how documents answer it. */
type Heard = Answers & { wish: Pick<Wish, 'optional'> }

const OPTIONAL = 0.3
/** What lacks a word that was asked for. */
const LACKING = 0.75
const FOLLOWING = 0.15
const WHOLE_TITLE = 0.4
const MOST_FOLLOWING = 4
const LATEST = 'at'

/** The `most` first: best first, or by facts; what is equal comes latest first. */
export function ranked(
  numbers: readonly number[],
  answers: readonly Heard[],
  holdings: Holdings,
  most: number,
  order: Order | undefined,
): number[] {
  if (order) return sorted(numbers, [...order, { fact: LATEST, descending: true }], holdings)
  if (answers.length === 0) return sorted(numbers, [{ fact: LATEST, descending: true }], holdings)
  const wishes = wishesByTerm(answers, holdings)
  // Nothing follows a single wish.
  const mostBonus = 1 + WHOLE_TITLE + (answers.length > 1 ? FOLLOWING * MOST_FOLLOWING : 0)
  const best = new Best(most, (a, b) => latestFirst(a, b, holdings))
  const scores = answers.map(({ tally }) => tally.scores)
  const counts = answers.map(({ wish }) => (wish.optional ? OPTIONAL : 1))
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at] ?? 0
    let score = 0
    let lacks = false
    for (let one = 0; one < scores.length; one++) {
      const count = counts[one] ?? 1
      const said = scores[one]?.[number] ?? 0
      score += said * count
      lacks ||= said === 0 && count === 1
    }
    if (lacks) score *= LACKING
    if (best.mayTake(score * mostBonus))
      best.add(number, score * titleBonus(holdings.titleOf(number), wishes))
  }
  return best.numbers
}

/** By term, the place of the wish that it answers, from 1; 0 for the others. */
function wishesByTerm(answers: readonly Answers[], { vocabulary }: Holdings) {
  const wishes = new Uint8Array(vocabulary.terms)
  for (const [wish, { ways }] of answers.entries())
    for (const { terms } of ways) for (const term of terms) wishes[term] ||= wish + 1
  return wishes
}

/** A title that says nothing else, or says the words in their order, is what was meant. */
function titleBonus(title: Uint32Array, wishes: Uint8Array) {
  let covered = 0
  let following = 0
  let before = 0
  for (let at = 0; at < title.length; at++) {
    const wish = wishes[title[at] ?? 0] ?? 0
    if (wish > 0) covered++
    if (wish > 1 && wish === before + 1) following++
    before = wish
  }
  return (
    1 +
    (WHOLE_TITLE * covered) / (title.length || 1) +
    FOLLOWING * Math.min(MOST_FOLLOWING, following)
  )
}

/** The best of many, without sorting them all. */
class Best {
  readonly #most: number
  readonly #tie: (a: number, b: number) => number
  #kept: { number: number; score: number }[] = []
  #least = Number.NEGATIVE_INFINITY

  constructor(most: number, tie: (a: number, b: number) => number) {
    this.#most = most
    this.#tie = tie
  }

  mayTake(score: number) {
    return score >= this.#least
  }

  add(number: number, score: number) {
    if (!this.mayTake(score)) return
    this.#kept.push({ number, score })
    if (this.#kept.length >= 2 * this.#most + 100) this.#cut()
  }

  get numbers() {
    this.#cut()
    return this.#kept.map(({ number }) => number)
  }

  #cut() {
    this.#kept.sort((a, b) => b.score - a.score || this.#tie(a.number, b.number))
    this.#kept.length = Math.min(this.#kept.length, this.#most)
    if (this.#kept.length === this.#most)
      this.#least = this.#kept.at(-1)?.score ?? Number.NEGATIVE_INFINITY
  }
}

function sorted(numbers: readonly number[], order: Order, holdings: Holdings) {
  const keyed = numbers.map(number => ({
    number,
    facts: order.map(({ fact }) => factNamed(number, fact, holdings)),
  }))
  return keyed
    .sort((a, b) => compare(a.facts, b.facts, order) || b.number - a.number)
    .map(({ number }) => number)
}

type Sortable = string | number

function compare(a: Sortable[], b: Sortable[], order: Order) {
  for (const [i, { descending }] of order.entries()) {
    const [one = 0, other = 0] = [a[i], b[i]]
    if (one !== other) return one < other === Boolean(descending) ? 1 : -1
  }
  return 0
}

function latestFirst(a: number, b: number, holdings: Holdings) {
  return Number(factNamed(b, LATEST, holdings)) - Number(factNamed(a, LATEST, holdings)) || b - a
}

function factNamed(number: number, name: string, holdings: Holdings): Sortable {
  const told = holdings.told(number)
  const fact = told && factOf(told, name)
  return typeof fact === 'string' || typeof fact === 'number' ? fact : 0
}
