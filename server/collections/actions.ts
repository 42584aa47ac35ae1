import { Types } from 'mongoose'
import { Collection, type CollectionRecord } from '../../models/collection.ts'
import { createWithSlug } from '../platform/content/slugs.ts'
import { Conflict, Invalid } from '../platform/errors.ts'
import type { CollectionInput } from './forms.ts'

export const MOST_ITEMS = 300

export async function makeCollection(author: { id: string }, input: CollectionInput) {
  const now = new Date()
  const fields = { ...input, author: new Types.ObjectId(author.id), createdAt: now, updatedAt: now }
  const made = await createWithSlug(Collection, input.title, slug =>
    Collection.create({ ...fields, slug }),
  )
  return made.toObject() as CollectionRecord
}

export function changeCollection({ _id }: CollectionRecord, input: CollectionInput) {
  return write({ _id }, { $set: { ...input, updatedAt: new Date() } })
}

export async function removeCollection({ _id }: CollectionRecord) {
  await Collection.deleteOne({ _id })
}

/** At the end; a resource that is there already keeps its place. */
export async function addTo(collection: CollectionRecord, resource: Types.ObjectId, note: string) {
  const { _id, items } = collection
  if (items.some(one => one.resource.equals(resource))) return collection
  if (items.length >= MOST_ITEMS) throw new Invalid({ resource: 'invalid.collectionFull' })
  const update = { $push: { items: { resource, note } }, $set: { updatedAt: new Date() } }
  const added = await Collection.findOneAndUpdate(
    { _id, 'items.resource': { $ne: resource } },
    update,
    { returnDocument: 'after' },
  ).lean()
  return added ?? collection
}

export function takeOut(collection: CollectionRecord, resource: Types.ObjectId) {
  return arrange(collection, collection.items.filter(isNot(resource)))
}

export function annotate(collection: CollectionRecord, resource: Types.ObjectId, note: string) {
  const items = collection.items.map(one => (isNot(resource)(one) ? one : { resource, note }))
  return arrange(collection, items)
}

/** `place` counts from 1. */
export function moveWithin(collection: CollectionRecord, resource: Types.ObjectId, place: number) {
  const { items } = collection
  const moved = items.filter(one => one.resource.equals(resource))
  return arrange(collection, items.filter(isNot(resource)).toSpliced(place - 1, 0, ...moved))
}

const isNot = (resource: Types.ObjectId) => (one: { resource: Types.ObjectId }) =>
  !one.resource.equals(resource)

/** Throws Conflict when somebody changed the collection since it was read. */
export function arrange(
  { _id, updatedAt }: CollectionRecord,
  items: { resource: Types.ObjectId; note: string }[],
) {
  return write({ _id, updatedAt }, { $set: { items, updatedAt: new Date() } })
}

async function write(filter: object, update: object): Promise<CollectionRecord> {
  const saved = await Collection.findOneAndUpdate(filter, update, {
    returnDocument: 'after',
  }).lean()
  if (!saved) throw new Conflict()
  return saved
}
