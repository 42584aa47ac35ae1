import type { Request } from 'express'
import { Resource, type ResourceRecord } from '../../models/resource.ts'
import { Revision } from '../../models/revision.ts'
import { termsFor } from '../library/adaptation-policy.ts'
import { compare, isNothing } from '../library/comparing/compare.ts'
import { allows } from '../library/licences.ts'
import type { Choices } from '../library/merging/conflict.ts'
import { mergeWritten } from '../library/merging/merge.ts'
import { writtenOf } from '../library/merging/written.ts'
import { originFrom } from '../library/origin.ts'
import { canRead } from '../library/policy.ts'
import { saveVersion } from '../library/saving.ts'
import { editable } from '../library/seen.ts'
import { Conflict, Invalid } from '../platform/errors.ts'
import { found, signedIn } from '../platform/who/current.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { pointing } from './adapt.ts'

/** An adaptation that the viewer may edit, and its original if they may still see it. */
export async function followed(req: Request) {
  const adaptation = await editable(req)
  const from = found(adaptation.adaptedFrom)
  const record = await Resource.findById(from.resource, '-words').lean()
  const original = found(record as ResourceRecord | null)
  found(original, original.state !== 'hidden' && canRead(signedIn(req), original))
  return { adaptation, original, taken: from.version }
}

type Followed = Awaited<ReturnType<typeof followed>>

/** The adaptation's words with what changed in the original since; its licence and readers stay its own. */
export async function merged({ adaptation, original, taken }: Followed, choices: Choices = {}) {
  const base = await versionOf(original, taken)
  const { licence, audience } = base
  const [before, theirs] = [base, { ...writtenOf(original), licence, audience }].map(written =>
    pointing(written, original, adaptation),
  )
  const mine = writtenOf(adaptation)
  const merge = mergeWritten(before ?? base, mine, theirs ?? base, choices)
  return { ...merge, difference: compare(mine, merge.merged) }
}

async function versionOf(original: ResourceRecord, version: number) {
  if (version === original.version) return writtenOf(original)
  return writtenOf(found(await Revision.findOne({ resource: original._id, version }).lean()))
}

/** Saves what was merged; from now on the adaptation follows that version of the original. */
export async function catchUp(
  viewer: Viewer,
  followed: Followed,
  { choices, version, original: seen, change }: Wish,
) {
  const { adaptation, original } = followed
  if (seen !== undefined && seen !== original.version) throw new Conflict()
  const terms = termsFor(viewer, original)
  if (!allows(terms, adaptation.licence)) throw new Invalid({ form: 'adapting.licenceChanged' })
  const { merged: written, conflicts, difference } = await merged(followed, choices)
  const left = conflicts.filter(({ chosen }) => !chosen).map(({ id }) => `choices.${id}`)
  if (left.length) throw new Invalid(Object.fromEntries(left.map(id => [id, 'adapting.choose'])))
  const adaptedFrom = originFrom(original)
  if (isNothing(difference)) return follow(adaptation, adaptedFrom)
  return saveVersion(viewer, adaptation, { ...written, change }, [], version, undefined, {
    adaptedFrom,
  })
}

type Wish = {
  choices: Choices
  change: string
  version?: number | undefined
  original?: number | undefined
}

async function follow({ _id }: ResourceRecord, adaptedFrom: ResourceRecord['adaptedFrom']) {
  const update = { $set: { adaptedFrom } }
  const saved = await Resource.findByIdAndUpdate(_id, update, { returnDocument: 'after' }).lean()
  return found(saved as ResourceRecord | null)
}

/** « Ignorer cette version »: nothing more is said of it, until a later one. */
export async function ignore({ adaptation, original }: Followed, version = original.version) {
  const ignored = Math.min(version, original.version)
  const update = { $set: { 'adaptedFrom.ignored': ignored } }
  const saved = Resource.findByIdAndUpdate(adaptation._id, update, { returnDocument: 'after' })
  return found((await saved.lean()) as ResourceRecord | null)
}
