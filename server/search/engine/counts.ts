import type { Filter } from '../../platform/content/searchable.ts'
import type { Told } from './documents.ts'
import { factOf } from './documents.ts'
import { isList, type Test, testOf } from './filter.ts'
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

type Counted = {
  name: string
  test: Test | undefined
  valuesOf: (told: Told) => readonly string[]
  counts: Map<string, number>
}

/** What passes every family, and the counts, in one pass: what only one family refuses is counted there. */
export function countsOf(
  numbers: readonly number[],
  families: readonly Family[],
  holdings: Holdings,
): { kept: readonly number[]; counts: Counts } {
  if (families.length === 0) return { kept: numbers, counts: {} }
  const counted = families.map(counting)
  const choosing = counted.filter(({ test }) => test)
  const kept: number[] = []
  for (const number of numbers) {
    const told = holdings.told(number)
    if (!told) continue
    let refusing: Counted | undefined
    let refusals = 0
    for (const family of choosing)
      if (!family.test?.(told)) {
        refusing = family
        refusals++
      }
    if (refusals === 0) {
      kept.push(number)
      for (const family of counted) count(family, told)
    } else if (refusals === 1 && refusing) count(refusing, told)
  }
  return {
    kept,
    counts: Object.fromEntries(counted.map(one => [one.name, Object.fromEntries(one.counts)])),
  }
}

function count({ counts, valuesOf }: Counted, told: Told) {
  for (const value of valuesOf(told)) counts.set(value, (counts.get(value) ?? 0) + 1)
}

function counting({ name, filter, fact, choices }: Family): Counted {
  const valuesOf = choices ? choiceValues(choices) : factValues(fact ?? name)
  return { name, test: filter && testOf(filter), valuesOf, counts: new Map() }
}

function factValues(name: string) {
  return (told: Told) => {
    const fact = factOf(told, name)
    if (fact === null || fact === undefined) return NONE
    return isList(fact) ? fact : [String(fact)]
  }
}

const NONE: readonly string[] = []

function choiceValues(choices: { readonly [value: string]: Filter }) {
  const tests = Object.entries(choices).map(([value, filter]) => ({ value, test: testOf(filter) }))
  return (told: Told) => tests.filter(({ test }) => test(told)).map(({ value }) => value)
}
