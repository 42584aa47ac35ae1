import { Types } from 'mongoose'
import { stringify } from 'yaml'
import { z } from 'zod'
import { Collection, type CollectionRecord } from '../../models/collection.ts'
import { Resource } from '../../models/resource.ts'
import { AUDIENCE } from '../../models/words/audience.ts'
import type { Entry } from '../platform/files/archive.ts'
import { idOfPerson, type Person, peopleById, personShape } from './people.ts'

const DAY = z.iso.datetime().pipe(z.coerce.date())

/** A collection as its file says it. */
export const collectionFile = z.object({
  title: z.string().min(1).max(120),
  summary: z.string().max(2_000).default(''),
  personal: z.boolean(),
  official: z.boolean(),
  audience: z.string().regex(AUDIENCE),
  /** Absent when they left the network. */
  author: personShape.optional(),
  createdAt: DAY,
  updatedAt: DAY,
  items: z
    .array(
      z.object({
        resource: z.string().regex(/^[a-z0-9-]{1,100}$/),
        note: z.string().max(300).default(''),
      }),
    )
    .max(1_000),
})
export type CollectionFile = z.output<typeof collectionFile>

type Slugs = (items: CollectionRecord['items']) => Promise<Map<string, string>>

/** The collections, a YAML file each; `slugsOf` gives the slugs of the resources that may be named. */
export async function* collectionEntries(
  filter: object = {},
  slugsOf: Slugs = everySlug,
): AsyncGenerator<Entry> {
  const all = Collection.find(filter).sort({ slug: 1 }).lean<CollectionRecord[]>()
  for await (const record of all.cursor()) {
    const slugs = await slugsOf(record.items)
    const author = (await peopleById([record.author])).get(String(record.author))
    yield { path: `collections/${record.slug}.yaml`, text: textOf(record, author, slugs) }
  }
}

function textOf(record: CollectionRecord, author: Person | undefined, slugs: Map<string, string>) {
  const { title, summary, personal, official, audience, createdAt, updatedAt, items } = record
  const facts = {
    ...{ title, summary, personal, official, audience, ...(author ? { author } : {}) },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    items: items.flatMap(({ resource, note }) => {
      const slug = slugs.get(String(resource))
      return slug ? [{ resource: slug, ...(note ? { note } : {}) }] : []
    }),
  }
  return stringify(facts, { lineWidth: 0, aliasDuplicateObjects: false })
}

async function everySlug(items: CollectionRecord['items']) {
  const $in = items.map(({ resource }) => resource)
  const found = await Resource.find({ _id: { $in } }, 'slug').lean()
  return new Map(found.map(({ _id, slug }) => [String(_id), slug]))
}

/** Makes the collection unless its address is taken. Resources that are not here are left out. */
export async function bringCollection(slug: string, file: CollectionFile): Promise<boolean> {
  if (await Collection.exists({ slug })) return false
  const wanted = file.items.map(({ resource }) => resource)
  const found = await Resource.find({ slug: { $in: wanted } }, 'slug').lean()
  const ids = new Map<string, Types.ObjectId>(found.map(one => [one.slug, one._id]))
  const items = file.items.flatMap(({ resource, note }) => {
    const id = ids.get(resource)
    return id ? [{ resource: id, note }] : []
  })
  await Collection.create({
    ...file,
    slug,
    items,
    author: file.author ? await idOfPerson(file.author) : new Types.ObjectId(),
  })
  return true
}
