import { lowerBound } from './sorted.ts'

const LONGEST = 40
const WIDTH = LONGEST + 2

/** Words that differ from `asked` by their first letter alone, one more or less or two swapped: to be looked up. */
export function otherBeginnings(asked: string): string[] {
  const [first = '', second = ''] = asked
  const others = [...'abcdefghijklmnopqrstuvwxyz']
  return [
    ...[asked.slice(1), second + first + asked.slice(2)],
    ...others.flatMap(letter => [letter + asked, letter + asked.slice(1)]),
  ]
}

/**
 * The words of a sorted list that begin with the same letter and are within so many typing errors of `asked`: a letter more,
 * less, other, or two swapped. A beginning that is already too far is left with everything that shares it.
 */
export function* within(
  sorted: readonly string[],
  asked: string,
  errors: number,
): Generator<[string, number]> {
  const table = new DistanceTable(asked.slice(0, LONGEST))
  const first = asked.charAt(0)
  let before = ''
  for (let i = lowerBound(sorted, first); i < sorted.length; ) {
    const word = sorted[i] ?? ''
    if (!word.startsWith(first)) break
    const tooFarAt = table.write(word, shared(before, word), errors)
    before = word
    if (tooFarAt !== undefined) {
      i = lowerBound(sorted, `${word.slice(0, tooFarAt)}\uffff`, i + 1)
      continue
    }
    const distance = table.distance(word.length)
    if (distance <= errors) yield [word, distance]
    i++
  }
}

/** Rows of the edit distance; a word that begins as the one before keeps the rows of that beginning. */
class DistanceTable {
  readonly #asked: string
  readonly #rows = new Uint8Array(WIDTH * WIDTH)

  constructor(asked: string) {
    this.#asked = asked
    for (let column = 0; column <= asked.length; column++) this.#rows[column] = column
  }

  /** Writes the rows after the first `from`; answers the length of a beginning that is too far, if one is. */
  write(word: string, from: number, errors: number): number | undefined {
    const length = Math.min(word.length, LONGEST)
    for (let row = from + 1; row <= length; row++)
      if (this.#writeRow(word, row) > errors) return row
    return undefined
  }

  distance(length: number) {
    return this.#rows[Math.min(length, LONGEST) * WIDTH + this.#asked.length] ?? WIDTH
  }

  #writeRow(word: string, row: number) {
    const asked = this.#asked
    const rows = this.#rows
    const letter = word.charCodeAt(row - 1)
    const at = row * WIDTH
    rows[at] = row
    let least = row
    for (let column = 1; column <= asked.length; column++) {
      const same = asked.charCodeAt(column - 1) === letter
      let cost = Math.min(
        (rows[at - WIDTH + column - 1] ?? 0) + (same ? 0 : 1),
        (rows[at - WIDTH + column] ?? 0) + 1,
        (rows[at + column - 1] ?? 0) + 1,
      )
      if (row > 1 && column > 1 && swapped(word, asked, row, column))
        cost = Math.min(cost, (rows[at - 2 * WIDTH + column - 2] ?? 0) + 1)
      rows[at + column] = cost
      if (cost < least) least = cost
    }
    return least
  }
}

function swapped(word: string, asked: string, row: number, column: number) {
  return (
    word.charCodeAt(row - 1) === asked.charCodeAt(column - 2) &&
    word.charCodeAt(row - 2) === asked.charCodeAt(column - 1)
  )
}

function shared(a: string, b: string) {
  const most = Math.min(a.length, b.length, LONGEST)
  let length = 0
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++
  return length
}
