import type { Holdings } from './holdings.ts'

const MOST = 24

/** Which documents passed which filter: 0 unknown, 1 no, 2 yes. Nothing is kept once anything has changed. */
export class Verdicts {
  readonly #byFilter = new Map<string, Uint8Array>()
  #asOf = -1

  of(filter: string, { reach, changes }: Pick<Holdings, 'reach' | 'changes'>): Uint8Array {
    if (changes !== this.#asOf) this.#byFilter.clear()
    this.#asOf = changes
    const known = this.#byFilter.get(filter)
    if (known) return known
    const [oldest] = this.#byFilter.keys()
    if (this.#byFilter.size >= MOST && oldest !== undefined) this.#byFilter.delete(oldest)
    const made = new Uint8Array(reach)
    this.#byFilter.set(filter, made)
    return made
  }
}
