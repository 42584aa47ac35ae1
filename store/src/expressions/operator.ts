import type { Doc } from '../values.ts'

/** What an expression is evaluated in: the document (BSON types kept) and the variables of `$let`, `$map`… */
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
  /** The fields of an argument that is a document, in the order in which `work` takes them. */
  names?: { needed: string[]; optional: string[] }
  work: (...values: unknown[]) => unknown
}

/** An operator whose argument is a document with these fields. */
export function named(
  names: string[],
  optional: string[],
  work: (...values: unknown[]) => unknown,
): Operator {
  return { least: names.length, most: names.length, names: { needed: names, optional }, work }
}

export const isNothing = (value: unknown) => value === null || value === undefined
