import type { Index } from './catalog.ts'
import type { FieldBounds } from './clauses.ts'
import type { KeyRange } from './plans.ts'
import type { SortSpec } from './sorting.ts'

/** How many ranges are read side by side at most. */
export const MOST_MERGED = 64

export interface Order {
  direction: 1 | -1
  merge: boolean
  mergeable: boolean
}

/**
 * How the ranges of an index give a sort, if they do: one after the other, past the fields that have one value, or merged past all
 * fields that have several.
 */
export function orderOf(
  sort: SortSpec,
  index: Index,
  fields: FieldBounds[],
  ranges: KeyRange[],
): Order | undefined {
  const points = fields.filter(({ intervals }) => intervals.every(({ point }) => point)).length
  const fixed = fields.map(({ intervals }, i) => i < points && intervals.length === 1)
  const wanted = withoutConstants(sort, index, fixed)
  const whole = wanted.length === sort.length
  const inTurn = directionOf(wanted, index, position => !fixed[position])
  if (inTurn) return { direction: inTurn, merge: false, mergeable: whole && ranges.length === 1 }
  const merged = directionOf(wanted, index, position => position >= points)
  if (!merged || ranges.length > MOST_MERGED) return undefined
  return { direction: merged, merge: true, mergeable: whole }
}

/** A field with one value sorts nothing; a multikey one does, by its least or greatest element and not by the one that was found. */
function withoutConstants(sort: SortSpec, index: Index, fixed: boolean[]): SortSpec {
  const constant = index.fields.filter((_, i) => fixed[i] && index.multikey[i] !== true)
  return sort.filter(([path]) => !constant.some(([held]) => held === path))
}

/** 1 or -1 if the fields of the index at the positions that count begin as the sort, or as its reverse. */
function directionOf(
  wanted: SortSpec,
  index: Index,
  counts: (position: number) => boolean,
): 1 | -1 | undefined {
  const positions = index.fields.map((_, i) => i).filter(counts)
  const direction = wanted[0]?.[1] === index.fields[positions[0] ?? -1]?.[1] ? 1 : -1
  const fits = wanted.every(([path, way], i) => {
    const position = positions[i] ?? -1
    const field = index.fields[position]
    return field?.[0] === path && field[1] * direction === way && index.multikey[position] !== true
  })
  if (!fits) return undefined
  return wanted.length === 0 ? 1 : direction
}
