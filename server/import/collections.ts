import { Types } from 'mongoose'
import type { z } from 'zod'
import { Collection } from '../../models/collection.ts'
import { Group } from '../../models/group.ts'
import { Resource } from '../../models/resource.ts'
import { makeCollection } from '../collections/actions.ts'
import { collectionForm } from '../collections/forms.ts'
import { makeGroup } from '../people/groups/actions.ts'
import { groupForm } from '../people/groups/forms.ts'
import { check } from '../platform/http/parse.ts'
import { ImportError } from '../portable/files.ts'
import { readMoment } from './dates.ts'
import type { collectionFile, groupFile } from './shapes.ts'
import type { Around } from './writings.ts'

type Named<F extends z.ZodType> = z.output<F> & { slug: string }

/** A working group, kept by who is named first. */
export async function importGroup(file: Named<typeof groupFile>, { authors }: Around) {
  const { keeper, members, ...written } = file
  const { _id } = await makeGroup(authors.find(keeper), check(groupForm, written))
  const all = [keeper, ...members].map(slug => new Types.ObjectId(authors.find(slug).id))
  await Group.updateOne({ _id }, { $set: { members: all } })
}

/** A collection of resources that were imported before. */
export async function importCollection(
  file: Named<typeof collectionFile>,
  { authors, now }: Around,
) {
  const { author, on, items, ...written } = file
  const $in = items.map(({ resource }) => resource)
  const found = await Resource.find({ slug: { $in } }, 'slug').lean()
  const held = items.map(({ resource, note }) => {
    const known = found.find(({ slug }) => slug === resource)
    if (!known) throw new ImportError(`collections/${file.slug}: there is no "${resource}"`)
    return { resource: known._id, note }
  })
  const { _id } = await makeCollection(authors.find(author), check(collectionForm, written))
  const at = readMoment(on, now)
  await Collection.updateOne({ _id }, { $set: { items: held, createdAt: at, updatedAt: at } })
}
