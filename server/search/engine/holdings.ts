import { createHash } from 'node:crypto'
import type { Facts, IndexedDocument } from '../../platform/content/searchable.ts'
import type { Told } from './documents.ts'
import { MOST_DOCUMENTS, Postings } from './postings.ts'
import { Vocabulary } from './vocabulary.ts'
import { weigh } from './weigh.ts'

const FEW_DEAD = 500
const NO_TITLE = new Uint32Array(0)

type Above = { facts: Facts | undefined }
type Held = Told & { key: string; title: Uint32Array; mark: string }

/**
 * The documents, their facts and the postings of their words. What is replaced or removed is dead at once, and
 * swept away once a quarter is.
 */
export class Holdings {
  readonly vocabulary = new Vocabulary()
  readonly postings = new Postings()
  readonly #numbers = new Map<string, number>()
  readonly #above = new Map<string, Above>()
  #held: (Held | undefined)[] = []
  #dead = 0
  /** Grows when what is told of documents changed otherwise than by their own coming and going. */
  remade = 0
  /** Told of each number that is dead from now on. */
  onBury: (number: number) => void = () => {}

  /** Answers whether anything changed. */
  put(document: IndexedDocument): boolean {
    const { key, parent, holds, facts } = document
    const mark = markOf(document)
    const known = this.#numbers.get(key)
    if (known !== undefined && this.#held[known]?.mark === mark) return false
    this.#bury(key)
    const number = this.#held.length
    const { weights, title } = weigh(document, this.vocabulary)
    for (const [term, weight] of weights) this.postings.add(term, number, weight)
    const above = parent === undefined ? undefined : this.#aboveOf(parent)
    this.#held.push({ key, facts, above, title, mark })
    this.#numbers.set(key, number)
    if (holds) this.#tellBelow(this.#aboveOf(key), facts)
    this.#sweepSometimes()
    return true
  }

  drop(key: string) {
    this.#bury(key)
    const above = this.#above.get(key)
    if (above) this.#tellBelow(above, undefined)
    this.#sweepSometimes()
  }

  /** Undefined for what is dead, or whose parent is not there. */
  told(number: number): Told | undefined {
    const held = this.#held[number]
    return held?.above && !held.above.facts ? undefined : held
  }

  keyOf(number: number) {
    return this.#held[number]?.key ?? ''
  }

  titleOf(number: number) {
    return this.#held[number]?.title ?? NO_TITLE
  }

  /** Every number is below this one; some are of the dead. */
  get reach() {
    return this.#held.length
  }

  get size() {
    return this.#numbers.size
  }

  keys() {
    return [...this.#numbers.keys()]
  }

  #aboveOf(key: string): Above {
    const known = this.#above.get(key)
    if (known) return known
    const made = { facts: undefined }
    this.#above.set(key, made)
    return made
  }

  /** What hangs on it is seen by others from now on. */
  #tellBelow(above: Above, facts: Facts | undefined) {
    above.facts = facts
    this.remade++
  }

  #bury(key: string) {
    const number = this.#numbers.get(key)
    if (number === undefined) return
    this.onBury(number)
    this.#held[number] = undefined
    this.#numbers.delete(key)
    this.#dead++
  }

  #sweepSometimes() {
    const many = this.#dead > FEW_DEAD && this.#dead * 4 > this.#held.length
    if (many || this.#held.length >= MOST_DOCUMENTS) this.sweep()
  }

  /** Gives the living new numbers without gaps, in the same order. */
  sweep() {
    const numbers = new Map<number, number>()
    const living: Held[] = []
    for (const [number, held] of this.#held.entries()) {
      if (!held) continue
      numbers.set(number, living.length)
      this.#numbers.set(held.key, living.length)
      living.push(held)
    }
    this.#held = living
    this.#dead = 0
    this.remade++
    this.vocabulary.forget(this.postings.compact(number => numbers.get(number)))
  }
}

/** Tells whether a record says something else than when it was indexed. */
function markOf({ parent, texts, facts }: IndexedDocument) {
  return createHash('md5')
    .update(JSON.stringify([parent, texts, facts]))
    .digest('base64')
}
