import { STOP_WORDS } from '../french/stop-words.ts'
import type { Phrase } from '../french/synonyms.ts'
import type { Holdings } from './holdings.ts'
import { documentOf, weightOf } from './postings.ts'
import type { Wish } from './question.ts'
import { Tally } from './tally.ts'
import type { Sight } from './verdicts.ts'

/** One way to answer a wish: terms that must all be there, and how near that is to what was typed. */
type Way = { terms: readonly number[]; nearness: number }

/** `guessed`: nothing says what was typed; these are what may have been meant. */
export type Answers = {
  tally: Tally
  ways: Way[]
  /** How much the wish tells: the rarer what answers it, the more. */
  telling: number
  guessed: boolean
}

const SAME = 1
const MEANS_THE_SAME = 0.9
const BEGINS_SO = 0.5
const MAY_MEAN = 0.45
const GLUED = 0.8
const MISTYPED = [1, 0.5, 0.3]
const FEW = 3
const MOST_BEGUN = 60
const MOST_MISTYPED = 30
const SHORTEST_PART = 3

/**
 * How well documents answer a wish: by its words, by those that mean the same and those that begin so; when
 * the reader may see few of these, by words that are a typing error away, or were typed as one, as well.
 */
export function answersTo(wish: Wish, holdings: Holdings, sight: Sight): Answers {
  const ways = waysOf(wish, holdings)
  const tally = new Tally(holdings.reach, sight)
  const most = rarityOf(ways, holdings)
  follow(ways, most ?? 0, holdings, tally)
  const count = tally.met.length
  if (count >= FEW && isSpelled(wish, holdings))
    return { tally, ways, telling: most ?? 0, guessed: false }
  // What is said once or twice may be somebody else's error. What is said often, but never spelled so, may
  // be another word's form: « imprimente » has the stem of « ils impriment », and means « imprimante ».
  const mistyped = mistypedWays(wish, holdings, count >= FEW ? 1 : 2)
  const guesses = [...gluedWays(wish, holdings), ...mistyped]
  const telling = most ?? rarityOf(guesses, holdings) ?? 0
  follow(guesses, telling, holdings, tally)
  return { tally, ways: [...ways, ...guesses], telling, guessed: count === 0 }
}

/** Whether some text has the very word, or one that begins so. */
function isSpelled({ typed }: Wish, { vocabulary }: Holdings) {
  return typed.length > 1 || vocabulary.beginning(typed[0] ?? '', 1).length > 0
}

function waysOf({ typed, means, mayMean, open }: Wish, holdings: Holdings): Way[] {
  const [word = ''] = typed
  const begins = typed.length === 1 && word.length >= (open ? 2 : 3)
  const begun = begins ? holdings.vocabulary.beginning(word, MOST_BEGUN) : []
  const same = typed.length === 1 ? holdings.vocabulary.find(word) : undefined
  return [
    ...phraseWay(typed, SAME, holdings),
    ...means.flatMap(phrase => phraseWay(phrase, MEANS_THE_SAME, holdings)),
    ...mayMean.flatMap(phrase => phraseWay(phrase, MAY_MEAN, holdings)),
    ...begun.filter(term => term !== same).map(term => ({ terms: [term], nearness: BEGINS_SO })),
  ]
}

function phraseWay(phrase: Phrase, nearness: number, { vocabulary }: Holdings): Way[] {
  const terms = phrase.flatMap(word => vocabulary.find(word) ?? [])
  return terms.length === phrase.length ? [{ terms, nearness }] : []
}

/** Words that were typed as one: `repaircafe`, `motdepasse`. */
function gluedWays({ typed }: Wish, holdings: Holdings): Way[] {
  const [word = ''] = typed
  if (typed.length > 1 || word.length < 2 * SHORTEST_PART) return []
  const ways: Way[] = []
  for (let at = SHORTEST_PART; at <= word.length - SHORTEST_PART; at++)
    for (const rest of withoutStopWord(word.slice(at)))
      ways.push(...phraseWay([word.slice(0, at), rest], GLUED, holdings))
  return ways
}

/** The end itself, and what remains of it after a word that says nothing. */
function withoutStopWord(end: string) {
  const lengths = [2, 3].filter(length => STOP_WORDS.has(end.slice(0, length)))
  const rests = lengths.map(length => end.slice(length))
  return [end, ...rests.filter(rest => rest.length >= SHORTEST_PART)]
}

/** Of a phrase, each word is looked for with its own errors. */
function mistypedWays({ typed }: Wish, { vocabulary, postings }: Holdings, most: number): Way[] {
  const [word = ''] = typed
  if (typed.length > 1 || word.length < 4 || /\d/.test(word)) return []
  const near = [...vocabulary.near(word, word.length < 8 ? 1 : most)]
  const likely = near.sort((a, b) => a[1] - b[1] || postings.count(b[0]) - postings.count(a[0]))
  return likely
    .slice(0, MOST_MISTYPED)
    .map(([term, errors]) => ({ terms: [term], nearness: MISTYPED[errors] ?? 0 }))
}

/** Of what was typed: a rare word that is only near it says no more than the word itself. */
function rarityOf([typed]: Way[], holdings: Holdings) {
  return typed && rarity(typed.terms, holdings)
}

function follow(ways: Way[], most: number, holdings: Holdings, tally: Tally) {
  for (const way of ways) {
    const worth = way.nearness * Math.min(most, rarity(way.terms, holdings))
    const [term = -1] = way.terms
    if (way.terms.length === 1) tally.raiseAll(holdings.postings.of(term), worth)
    else raiseTogether(way, worth, holdings, tally)
  }
}

/** The words of a phrase in one document: as good as the least of them. */
function raiseTogether({ terms }: Way, worth: number, { postings }: Holdings, tally: Tally) {
  const [rarest, ...others] = [...terms].sort((a, b) => postings.count(a) - postings.count(b))
  let held = weights(postings.of(rarest ?? -1))
  for (const term of others) {
    const next = weights(postings.of(term), held)
    held = next
  }
  for (const [document, weight] of held) tally.raise(document, worth * weight)
}

function weights(entries: Uint32Array, among?: Map<number, number>) {
  const found = new Map<number, number>()
  for (const entry of entries) {
    const document = documentOf(entry)
    const before = among ? among.get(document) : 1
    if (before !== undefined) found.set(document, Math.min(before, weightOf(entry)))
  }
  return found
}

/** Inverse document frequency, as BM25 has it. */
function rarity(terms: readonly number[], { postings, size }: Holdings) {
  const each = terms.map(term => {
    const count = Math.min(size, postings.count(term))
    return Math.log(1 + (size - count + 0.5) / (count + 0.5))
  })
  return Math.max(0.01, each.reduce((sum, one) => sum + one, 0) / Math.sqrt(each.length || 1))
}
