import type { Types } from 'mongoose'
import { z } from 'zod'
import { Contributor } from '../../models/contributor.ts'
import { Member } from '../../models/member.ts'
import { isDuplicate } from '../platform/database/duplicates.ts'

/** A person as files name them. */
export const personShape = z.object({
  slug: z.string().regex(/^[a-z0-9-]{1,100}$/),
  name: z.string().min(1).max(200),
})
export type Person = z.output<typeof personShape>

type Id = Types.ObjectId | null | undefined

/** Members and others by their id; who left is not among them. */
export async function peopleById(ids: Id[]): Promise<Map<string, Person>> {
  const $in = [...new Set(ids.filter(Boolean).map(String))]
  const [members, others] = await Promise.all([
    Member.find({ _id: { $in } }, 'slug name').lean(),
    Contributor.find({ _id: { $in } }, 'slug name').lean(),
  ])
  return new Map(
    [...others, ...members].map(({ _id, slug, name }) => [String(_id), { slug, name }]),
  )
}

/** Whose work it is: the member of this very name and slug, or somebody from elsewhere, noted down at need. */
export async function idOfPerson({ slug, name }: Person): Promise<Types.ObjectId> {
  const member = await Member.findOne({ slug }, 'name').lean()
  if (member?.name === name) return member._id
  const known = await Contributor.findOne({ slug, name }, '_id').lean()
  return known?._id ?? (await note({ slug, name }))
}

async function note(person: Person): Promise<Types.ObjectId> {
  try {
    return (await Contributor.create(person))._id
  } catch (failure) {
    if (!isDuplicate(failure, 'slug')) throw failure
    return idOfPerson(person)
  }
}
