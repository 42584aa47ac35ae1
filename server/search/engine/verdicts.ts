import type { Filter } from '../../platform/content/searchable.ts'
import { testOf } from './filter.ts'
import type { Holdings } from './holdings.ts'

const MOST = 24
const [UNKNOWN, REFUSED, PASSED] = [0, 1, 2]

/** Which documents a reader may see: each is asked about once. */
export type Sight = {
  /** 0 for what was not asked about yet, 1 for no, 2 for yes. */
  readonly seen: Uint8Array
  sees(document: number): boolean
}

/** Which documents passed which filter. */
export class Verdicts {
  readonly #holdings: Holdings
  readonly #byFilter = new Map<string, Uint8Array>()
  #asOf = -1

  constructor(holdings: Holdings) {
    this.#holdings = holdings
    holdings.onBury = number => {
      for (const seen of this.#byFilter.values()) seen[number] = REFUSED
    }
  }

  /** Throws when the filter says something that the index does not know. */
  of(filter: Filter): Sight {
    const test = testOf(filter)
    const seen = this.#seenBy(JSON.stringify(filter))
    const sees = (number: number) => {
      if (seen[number] === UNKNOWN) {
        const told = this.#holdings.told(number)
        seen[number] = told !== undefined && test(told) ? PASSED : REFUSED
      }
      return seen[number] === PASSED
    }
    return { seen, sees }
  }

  #seenBy(filter: string) {
    const { reach, remade } = this.#holdings
    if (remade !== this.#asOf) this.#byFilter.clear()
    this.#asOf = remade
    const known = this.#byFilter.get(filter)
    if (known && known.length >= reach) return known
    const made = new Uint8Array(Math.ceil(reach * 1.1) + 1000)
    if (known) made.set(known)
    this.#byFilter.delete(filter)
    const [oldest] = this.#byFilter.keys()
    if (this.#byFilter.size >= MOST && oldest !== undefined) this.#byFilter.delete(oldest)
    this.#byFilter.set(filter, made)
    return made
  }
}
