import type { Doc } from '../values.ts'

/** What an expression is evaluated in: the document (BSON types kept), and variables, of which nothing here makes any. */
export interface Scope {
  root: Doc
  variables: Doc
}

/** The value in a scope; `undefined` is a missing field. */
export type Evaluate = (scope: Scope) => unknown

/** An operator on values already evaluated, with how many it takes. */
export interface Operator {
  least: number
  most: number
  work: (...values: unknown[]) => unknown
}
