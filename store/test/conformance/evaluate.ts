import { Int32 } from 'bson'
import { expect } from 'chai'
import type { Collection } from 'mongodb'
import { codeOf, decoded, type Thing } from './open.ts'

/** The value of an expression for the first document, with its BSON type. */
export async function evaluated(things: Collection<Thing>, expression: unknown): Promise<unknown> {
  const stages = [{ $replaceWith: { v: expression } }]
  const [raw] = await things.aggregate(stages.map(Object), { raw: true }).toArray()
  return decoded(raw).v
}

/** Values with their BSON types: a plain whole number stands for an Int32, `undefined` for a missing field. */
export async function gives(
  things: Collection<Thing>,
  table: [expression: unknown, expected: unknown][],
): Promise<void> {
  for (const [expression, expected] of table)
    expect(await evaluated(things, expression), JSON.stringify(expression)).to.deep.equal(
      asInt(expected),
    )
}

/** Expressions that are refused, with their codes. */
export async function refuses(
  things: Collection<Thing>,
  table: [expression: unknown, code: number][],
): Promise<void> {
  for (const [expression, code] of table) {
    const label = JSON.stringify(expression)
    expect(await codeOf(evaluated(things, expression), label), label).to.equal(code)
  }
}

function asInt(value: unknown): unknown {
  if (typeof value === 'number') return new Int32(value)
  if (Array.isArray(value)) return value.map(asInt)
  if (typeof value !== 'object' || value === null || value.constructor !== Object) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asInt(item)]))
}
