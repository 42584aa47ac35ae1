import type { Told } from './documents.ts'
import { factOf } from './documents.ts'
import { type Filter, isList, type Test, testOf } from './filter.ts'
import type { Holdings } from './holdings.ts'

/**
 * Choices of one kind. `filter` is what the reader chose of it; `fact` names the fact whose values are counted,
 * or `choices` are conditions that are each counted.
 */
export type Family = {
  name: string
  filter?: Filter
  fact?: string
  choices?: { readonly [value: string]: Filter }
}

/** By family, how many documents each value has among those that the other families let through. */
export type Counts = { [family: string]: { [value: string]: number } }

type Counted = { name: string; test: Test; valuesOf: (told: Told) => readonly string[] }

/** What passes every family, and the counts, in one pass: what only one family refuses is counted there. */
export function countsOf(
  numbers: readonly number[],
  families: readonly Family[],
  holdings: Holdings,
): { kept: readonly number[]; counts: Counts } {
  if (families.length === 0) return { kept: numbers, counts: {} }
  const counted = families.map(counting)
  const counts: Counts = Object.fromEntries(families.map(({ name }) => [name, {}]))
  const kept: number[] = []
  for (const number of numbers) {
    const told = holdings.told(number)
    if (!told) continue
    const refusing = counted.filter(({ test }) => !test(told))
    if (refusing.length === 0) kept.push(number)
    if (refusing.length > 1) continue
    for (const family of refusing.length === 0 ? counted : refusing) count(family, told, counts)
  }
  return { kept, counts }
}

function count({ name, valuesOf }: Counted, told: Told, counts: Counts) {
  const family = counts[name] ?? {}
  for (const value of valuesOf(told)) family[value] = (family[value] ?? 0) + 1
}

function counting({ name, filter, fact, choices }: Family): Counted {
  const test = filter ? testOf(filter) : () => true
  return { name, test, valuesOf: choices ? choiceValues(choices) : factValues(fact ?? name) }
}

function factValues(name: string) {
  return (told: Told) => {
    const fact = factOf(told, name)
    if (fact === null || fact === undefined) return []
    return isList(fact) ? fact : [String(fact)]
  }
}

function choiceValues(choices: { readonly [value: string]: Filter }) {
  const tests = Object.entries(choices).map(([value, filter]) => ({ value, test: testOf(filter) }))
  return (told: Told) => tests.filter(({ test }) => test(told)).map(({ value }) => value)
}
