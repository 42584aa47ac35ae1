import type { Catalog, Collection, Index } from './catalog.ts'
import type { Clause } from './clauses.ts'
import type { Filter } from './matching.ts'
import type { SortSpec } from './sorting.ts'
import type { Doc } from './values.ts'

/** A range of one index: `skip` bytes of its start are the same in all its keys (equalities), what follows is in sort order. */
export interface KeyRange {
  start?: Buffer
  end?: Buffer
  skip: number
}

/** How a filter's candidates are read: ranges of one index (in turn, or merged to keep the sort), or a union of plans for `$or`. */
export interface Plan {
  index?: Index
  ranges: KeyRange[]
  reverse: boolean
  merge: boolean
  sorted: boolean
  /** Past the `skip` of each range the keys begin with all fields of the sort: such plans merge with one another. */
  mergeable: boolean
  narrowed: boolean
  union?: Plan[]
  filter?: Filter
  residual?: Doc
}

/** What is asked of one collection. */
export interface Question {
  catalog: Catalog
  collection: Collection
  clauses: Clause[]
  sort: SortSpec
  limit: number
}
