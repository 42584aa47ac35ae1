import type { Fact, Filter } from '../../platform/content/searchable.ts'
import { factOf, type Told } from './documents.ts'

export type Test = (told: Told) => boolean

/**
 * A filter as a test. Knows equality, `$in` `$ne` `$gt` `$gte` `$lt` `$lte` `$exists`, `$and` and `$or`; throws on anything
 * else, since a condition that is not understood must let nothing through.
 */
export function testOf(filter: Filter): Test {
  const tests = Object.entries(filter).map(([name, wanted]) => condition(name, wanted))
  return told => tests.every(test => test(told))
}

function condition(name: string, wanted: unknown): Test {
  if (name === '$and') return all(branches(wanted))
  if (name === '$or') return any(branches(wanted))
  if (name.startsWith('$')) throw new Error(`The index does not know ${name}`)
  if (!isOperators(wanted)) return equals(name, plain(wanted))
  return all(Object.entries(wanted).map(([operator, value]) => comparison(name, operator, value)))
}

function branches(value: unknown): Test[] {
  if (!Array.isArray(value)) throw new Error('A list of filters was expected')
  return value.map(testOf)
}

const all =
  (tests: Test[]): Test =>
  told =>
    tests.every(test => test(told))

const any =
  (tests: Test[]): Test =>
  told =>
    tests.some(test => test(told))

function isOperators(wanted: unknown): wanted is Record<string, unknown> {
  if (typeof wanted !== 'object' || wanted === null) return false
  const names = Object.keys(wanted)
  return names.length > 0 && names.every(name => name.startsWith('$'))
}

function comparison(name: string, operator: string, value: unknown): Test {
  if (operator === '$in' && Array.isArray(value)) return among(name, new Set(value.map(plain)))
  if (operator === '$ne') return not(equals(name, plain(value)))
  if (operator === '$exists') return told => (factOf(told, name) !== undefined) === value
  const limit = plain(value)
  const compare = COMPARISONS[operator]
  if (!compare) throw new Error(`The index does not know ${operator}`)
  return told => {
    const fact = factOf(told, name)
    return isSortable(fact) && isSortable(limit) && compare(fact, limit)
  }
}

type Sortable = string | number

/** As in the store, a number is neither before nor after a text. */
const COMPARISONS: Record<string, (fact: Sortable, limit: Sortable) => boolean> = {
  $gt: (fact, limit) => typeof fact === typeof limit && fact > limit,
  $gte: (fact, limit) => typeof fact === typeof limit && fact >= limit,
  $lt: (fact, limit) => typeof fact === typeof limit && fact < limit,
  $lte: (fact, limit) => typeof fact === typeof limit && fact <= limit,
}

function isSortable(fact: Fact): fact is Sortable {
  return typeof fact === 'string' || typeof fact === 'number'
}

function equals(name: string, wanted: Fact): Test {
  return told => {
    const fact = factOf(told, name)
    return isList(fact) ? fact.some(one => one === wanted) : same(fact, wanted)
  }
}

function among(name: string, wanted: ReadonlySet<Fact>): Test {
  return told => {
    const fact = factOf(told, name)
    return isList(fact) ? fact.some(one => wanted.has(one)) : wanted.has(fact ?? null)
  }
}

export function isList(fact: Fact): fact is readonly string[] {
  return Array.isArray(fact)
}

/** As in the store, what is missing is null. */
function same(fact: Fact, wanted: Fact) {
  return (fact ?? null) === (wanted ?? null)
}

const not =
  (test: Test): Test =>
  told =>
    !test(told)

/** Dates are kept as numbers, ids as text. */
function plain(value: unknown): Fact {
  if (value instanceof Date) return value.getTime()
  if (value === null || value === undefined) return null
  if (typeof value === 'number' || typeof value === 'boolean') return value
  return String(value)
}
