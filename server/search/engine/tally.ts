/** What each document that was met scores; only those that the reader may see are ever met. */
export class Tally {
  readonly #scores: Float32Array
  readonly #met: number[] = []
  readonly #visible: (document: number) => boolean

  constructor(reach: number, visible: (document: number) => boolean) {
    this.#scores = new Float32Array(reach)
    this.#visible = visible
  }

  /** The better of what it scores and what it had. Scores are positive. */
  raise(document: number, score: number) {
    const known = this.#scores[document] ?? 0
    if (known === 0) this.#meet(document, score)
    else if (known > 0 && score > known) this.#scores[document] = score
  }

  of(document: number) {
    return Math.max(0, this.#scores[document] ?? 0)
  }

  get met(): readonly number[] {
    return this.#met
  }

  #meet(document: number, score: number) {
    const seen = this.#visible(document)
    // Below zero: it is not asked again.
    this.#scores[document] = seen ? score : -1
    if (seen) this.#met.push(document)
  }
}
