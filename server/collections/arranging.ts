import type { Types } from 'mongoose'
import type { CollectionRecord } from '../../models/collection.ts'
import { Resource } from '../../models/resource.ts'
import { arrange } from './actions.ts'
import type { Arrangement } from './forms.ts'

type Item = { resource: Types.ObjectId; note: string }

/** Resources in another order with other words. What the form does not name keeps its place. */
export async function rearrange(collection: CollectionRecord, input: Arrangement) {
  const idOf = await idsIn(collection)
  const named = input.order.flatMap((slug, rank) => {
    const item = collection.items.find(one => String(one.resource) === idOf.get(slug))
    return item ? [{ resource: item.resource, note: input.notes[rank] ?? item.note }] : []
  })
  const items = inTheirPlaces(collection.items, named)
  const [moved = '', by] = input.move?.split(':') ?? []
  if (by) swap(items, idOf.get(moved), Number(by))
  const away = input.remove && idOf.get(input.remove)
  return arrange(
    collection,
    items.filter(one => String(one.resource) !== away),
  )
}

async function idsIn({ items }: CollectionRecord) {
  const $in = items.map(({ resource }) => resource)
  const found = await Resource.find({ _id: { $in } }, 'slug').lean()
  return new Map(found.map(({ _id, slug }) => [slug, String(_id)]))
}

/** The places that the named ones hold, filled with them in their new order. */
function inTheirPlaces(items: Item[], named: Item[]): Item[] {
  const ids = new Set(named.map(({ resource }) => String(resource)))
  if (ids.size < named.length) return [...items]
  const next = named.values()
  return items.map(one => (ids.has(String(one.resource)) ? (next.next().value ?? one) : one))
}

function swap(items: Item[], id: string | undefined, by: number) {
  const from = items.findIndex(one => String(one.resource) === id)
  const [one, other] = [items[from], items[from + by]]
  if (!one || !other) return
  items[from] = other
  items[from + by] = one
}
