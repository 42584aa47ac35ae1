import type { Plan, Question } from './plans.ts'

const COUNTED_KEYS = 200

/** The plan that should read least, by counting the first keys of each only when there is a choice. */
export function cheapest(question: Question, plans: Plan[]): Plan | undefined {
  if (plans.length <= 1) return plans[0]
  const unique = plans.find(isPointRead)
  if (unique) return unique
  const counted = plans.map(each => ({ plan: each, keys: countKeys(question, each) }))
  const fewest = Math.max(1, Math.min(...counted.map(({ keys }) => keys)))
  const costs = counted.map(({ plan, keys }) => ({
    plan,
    cost: cost(question, plan, keys, fewest),
  }))
  return costs.reduce((best, each) => (each.cost < best.cost ? each : best)).plan
}

function isPointRead({ index, ranges }: Plan): boolean {
  return (
    index?.unique === true &&
    index.fields.length === 1 &&
    ranges.length === 1 &&
    (ranges[0]?.skip ?? 0) > 0
  )
}

function cost({ sort, limit }: Question, plan: Plan, keys: number, fewest: number): number {
  if (plan.sorted && limit > 0) return Math.min(keys, limit * Math.max(1, keys / fewest))
  return sort.length > 0 && !plan.sorted ? keys * 1.5 : keys
}

function countKeys({ catalog, collection }: Question, { index, ranges, narrowed }: Plan): number {
  if (!index) return Number.POSITIVE_INFINITY
  const all = catalog.countKeys(collection, index)
  if (!narrowed) return all
  let count = 0
  for (const { start, end } of ranges) {
    for (const _ of index.tree.getKeys({
      ...(start && { start }),
      ...(end && { end }),
      limit: COUNTED_KEYS - count,
    }))
      count++
    if (count >= COUNTED_KEYS) return Math.max(count, all / 4)
  }
  return count
}
