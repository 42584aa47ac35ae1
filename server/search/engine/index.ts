import type { Filter, IndexedDocument } from '../../platform/content/searchable.ts'
import type { SynonymGroups } from '../french/synonyms.ts'
import { Synonyms } from '../french/synonyms.ts'
import { type Answers, answersTo } from './answers.ts'
import { type Counts, countsOf, type Family } from './counts.ts'
import { Holdings } from './holdings.ts'
import { type Wish, wishesOf } from './question.ts'
import { type Order, ranked } from './ranking.ts'
import { type Sight, Verdicts } from './verdicts.ts'

export type SearchRequest = {
  q: string
  /** What the reader may see and asks for; applied before anything is counted or ranked. */
  filter: Filter
  /** Choices that narrow the list further, each counted under the choices of the others. */
  families?: readonly Family[]
  order?: Order
  /** Only what holds every word, however little that is. */
  exact?: boolean
  offset?: number
  limit: number
}

export type SearchAnswer = {
  keys: string[]
  total: number
  counts: Counts
  /** Nothing holds every word: the keys are the nearest, and the total is 0. */
  near: boolean
  /** How the words that were found are spelled in texts: what to highlight. */
  spellings: string[]
  /** The same for each thing that was asked for. */
  heard: string[][]
  /** What nothing says that this reader may see, and was taken for something near. */
  guessed: string[]
}

export type Figures = { documents: number; words: number; postingBytes: number }

type Heard = Answers & { wish: Wish }

/** With fewer results than this, what lacks a word is among them. */
const FEW = 6
const MOST_LACKING = 6
/** How much of what was asked for it must have for that. */
const ENOUGH = 0.5
/** Beside the nearest, what holds so much of what that one does. */
const NEARLY_AS_MUCH = 0.4

/** The index: French words of documents with their facts, in memory. */
export class SearchIndex {
  readonly holdings = new Holdings()
  #synonyms = new Synonyms([])
  readonly #verdicts = new Verdicts(this.holdings)

  put(document: IndexedDocument) {
    return this.holdings.put(document)
  }

  drop(key: string) {
    this.holdings.drop(key)
  }

  setSynonyms(groups: SynonymGroups) {
    this.#synonyms = new Synonyms(groups)
  }

  get figures(): Figures {
    const { size, postings, vocabulary } = this.holdings
    return { documents: size, words: vocabulary.size, postingBytes: postings.bytes }
  }

  /** Throws when the filter says something that the index does not know. */
  search(request: SearchRequest): SearchAnswer {
    const { q, filter, families = [], order, offset = 0, limit } = request
    const sight = this.#verdicts.of(filter)
    const answers = wishesOf(q, this.#synonyms).map(wish => ({
      wish,
      ...answersTo(wish, this.holdings, sight),
    }))
    const asked = q.trim() !== ''
    const held = asked ? holding(answers) : this.#everything(sight)
    const isWide = asked && !order && !request.exact
    const matching = isWide ? this.#widened(held, answers) : held
    const { kept, counts } = countsOf(matching, families, this.holdings)
    const near = asked && kept.length === 0
    const shown = near ? this.#nearest(answers, families) : kept
    const most = offset + limit
    const keys = ranked(shown, answers, this.holdings, most, near ? undefined : order)
      .slice(offset, most)
      .map(number => this.holdings.keyOf(number))
    const total = near ? 0 : kept.length
    return { keys, total, counts, near: near && keys.length > 0, ...this.#heard(answers) }
  }

  #everything({ sees }: Sight) {
    const all: number[] = []
    for (let number = 0; number < this.holdings.reach; number++) if (sees(number)) all.push(number)
    return all
  }

  /** When few have every word, a word in passing, the best of those that lack one are heard as well. */
  #widened(held: readonly number[], answers: readonly Heard[]) {
    if (held.length === 0 || held.length >= FEW) return held
    const lacking = lackingOne(answers)
    const best = ranked(lacking, answers, this.holdings, MOST_LACKING, undefined)
    return [...held, ...best]
  }

  /** Those that hold the most of what the question tells. */
  #nearest(answers: readonly Answers[], families: readonly Family[]) {
    const told = new Float32Array(this.holdings.reach)
    const met: number[] = []
    for (const { tally, telling } of answers)
      for (const number of tally.met) {
        if (told[number] === 0) met.push(number)
        told[number] = (told[number] ?? 0) + telling
      }
    const { kept } = countsOf(met, families, this.holdings)
    const most = kept.reduce((best, number) => Math.max(best, told[number] ?? 0), 0)
    return kept.filter(number => (told[number] ?? 0) >= NEARLY_AS_MUCH * most)
  }

  #heard(answers: readonly Heard[]) {
    const { vocabulary } = this.holdings
    const heard = answers.map(({ ways }) => {
      const terms = new Set(ways.flatMap(way => way.terms))
      return [...terms].flatMap(term => vocabulary.spellings(term))
    })
    const guessed = answers.filter(one => one.guessed && one.tally.met.length > 0)
    return {
      heard,
      spellings: [...new Set(heard.flat())],
      guessed: guessed.map(({ wish }) => wish.typed.join(' ')),
    }
  }
}

/** The documents that answer every wish that must be. */
function holding(answers: readonly Heard[]): readonly number[] {
  const needed = answers.filter(({ wish }) => !wish.optional)
  const [rarest, ...others] = needed.sort((a, b) => a.tally.met.length - b.tally.met.length)
  let held = rarest?.tally.met ?? []
  for (const { tally } of others) held = held.filter(number => tally.of(number) > 0)
  return held
}

/** The documents that answer every wish but one, and most of what the question tells. */
function lackingOne(answers: readonly Heard[]): number[] {
  const needed = answers.filter(({ wish }) => !wish.optional)
  if (needed.length < 2) return []
  const all = needed.reduce((sum, { telling }) => sum + telling, 0)
  return needed.flatMap((lacked, place) => {
    if (all - lacked.telling < ENOUGH * all) return []
    const others = needed.filter(one => one !== lacked)
    // What lacks one wish is met by the others: each is taken once.
    return holding(others).filter(number => needed[place]?.tally.of(number) === 0)
  })
}
