import { documentOf, weightOf } from './postings.ts'
import type { Sight } from './verdicts.ts'

/** What each document that was met scores; only those that the reader may see are ever met. */
export class Tally {
  /** By document; 0 for what was not met. */
  readonly scores: Float32Array
  readonly #met: number[] = []
  readonly #sight: Sight

  constructor(reach: number, sight: Sight) {
    this.scores = new Float32Array(reach)
    this.#sight = sight
  }

  /** The better of what it scores and what it had. Scores are positive. */
  raise(document: number, score: number) {
    const known = this.scores[document] ?? 0
    if (score <= known) return
    if (known === 0) {
      if (!this.#sight.sees(document)) return
      this.#met.push(document)
    }
    this.scores[document] = score
  }

  /** The same for every entry of a word: a frequent one has as many as there are documents. */
  raiseAll(entries: Uint32Array, worth: number) {
    const { scores } = this
    const met = this.#met
    const { seen } = this.#sight
    for (let at = 0; at < entries.length; at++) {
      const entry = entries[at] ?? 0
      const document = documentOf(entry)
      const verdict = seen[document]
      if (verdict === REFUSED || (verdict === UNKNOWN && !this.#sight.sees(document))) continue
      const score = worth * weightOf(entry)
      const known = scores[document] ?? 0
      if (score <= known) continue
      if (known === 0) met.push(document)
      scores[document] = score
    }
  }

  of(document: number) {
    return this.scores[document] ?? 0
  }

  get met(): readonly number[] {
    return this.#met
  }
}

const UNKNOWN = 0
const REFUSED = 1
