/** Documents are numbered in their order of arrival; 8 bits beside say how much a word weighs in one. */
export const MOST_DOCUMENTS = 2 ** 24
const BITS = 8
const WEIGHTS = 2 ** BITS

/**
 * For each term, the documents that hold it: one 32-bit integer each, in growing order since numbers only
 * grow. What a large network takes of memory is here: four bytes for each word of each document.
 */
export class Postings {
  #lists: Uint32Array[] = []
  #lengths: number[] = []

  /** `weight` from 0 to 1. A document's terms are added once each. */
  add(term: number, document: number, weight: number) {
    const length = this.#lengths[term] ?? 0
    let list = this.#lists[term] ?? new Uint32Array(1)
    if (length === list.length) {
      const longer = new Uint32Array(Math.ceil(length * 1.4) + 1)
      longer.set(list)
      list = longer
    }
    const level = Math.min(WEIGHTS - 1, Math.max(1, Math.round(weight * (WEIGHTS - 1))))
    list[length] = document * WEIGHTS + level
    this.#lists[term] = list
    this.#lengths[term] = length + 1
  }

  count(term: number) {
    return this.#lengths[term] ?? 0
  }

  /** The entries of a term; `documentOf` and `weightOf` read them. */
  of(term: number): Uint32Array {
    return this.#lists[term]?.subarray(0, this.#lengths[term]) ?? NONE
  }

  /** Keeps only the documents that `renumber` gives a number, in the same order; tells the terms left with none. */
  compact(renumber: (document: number) => number | undefined): number[] {
    const emptied: number[] = []
    for (const term of this.#lists.keys()) {
      const kept = renumbered(this.of(term), renumber)
      this.#lists[term] = kept
      this.#lengths[term] = kept.length
      if (kept.length === 0) emptied.push(term)
    }
    return emptied
  }

  get bytes() {
    return this.#lists.reduce((sum, list) => sum + list.byteLength, 0)
  }
}

export function documentOf(entry: number) {
  return entry >>> BITS
}

export function weightOf(entry: number) {
  return (entry & (WEIGHTS - 1)) / (WEIGHTS - 1)
}

const NONE = new Uint32Array(0)

function renumbered(list: Uint32Array, renumber: (document: number) => number | undefined) {
  const kept: number[] = []
  for (const entry of list) {
    const number = renumber(documentOf(entry))
    if (number !== undefined) kept.push(number * WEIGHTS + (entry % WEIGHTS))
  }
  return Uint32Array.from(kept)
}
