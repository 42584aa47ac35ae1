import { Types } from 'mongoose'
import { Draft, type DraftRecord } from '../../../models/draft.ts'
import type { ResourceRecord } from '../../../models/resource.ts'
import { DRAFT_MONTHS, dayMonthsBefore } from '../../people/privacy/terms.ts'
import { dropFiles } from '../../platform/attachments/keep.ts'
import { isDuplicate } from '../../platform/database/duplicates.ts'
import { Conflict, Invalid } from '../../platform/errors.ts'
import type { Viewer } from '../../platform/who/viewer.ts'
import type { DraftInput } from './forms.ts'
import type { Typed } from './typed.ts'

const MOST_DRAFTS = 50

type Writer = Pick<Viewer, 'id'>
type Said = Partial<Pick<DraftInput, 'version' | 'turn' | 'tab' | 'writtenAt'>>

/** A new draft; of a resource that has one already by this member, that one. */
export async function beginDraft(
  { id }: Writer,
  values: Typed,
  said: Said = {},
  resource?: Pick<ResourceRecord, '_id' | 'version'>,
): Promise<DraftRecord> {
  const member = new Types.ObjectId(id)
  const known = resource ? await draftFor(id, resource) : await draftOfWindow(id, said.tab)
  if (known) return saveDraft(known, values, said)
  if ((await Draft.countDocuments({ member })) >= MOST_DRAFTS)
    throw new Invalid({ form: { key: 'writing.tooManyDrafts', count: MOST_DRAFTS } })
  const _id = new Types.ObjectId()
  const now = new Date()
  try {
    const begun = await Draft.create({
      ...{ _id, member, place: String(resource?._id ?? _id), values, title: titleOf(values) },
      ...(resource
        ? { resource: resource._id, baseVersion: said.version ?? resource.version }
        : {}),
      ...{ turn: 1, tab: said.tab, writtenAt: said.writtenAt, createdAt: now, updatedAt: now },
    })
    return begun.toObject() as DraftRecord
  } catch (failure) {
    if (!isDuplicate(failure, 'place')) throw failure
    return beginDraft({ id }, values, said, resource)
  }
}

/**
 * What is typed now. Throws Conflict when another window or device of the same member has saved since the
 * turn that this one knows; what left the same window earlier and comes later changes nothing.
 */
export async function saveDraft(
  { _id }: Pick<DraftRecord, '_id'>,
  values: Typed,
  { turn, tab = '', writtenAt = 0 }: Said = {},
): Promise<DraftRecord> {
  const asKnown =
    turn === undefined ? {} : { $or: [{ turn }, { tab, writtenAt: { $lte: writtenAt } }] }
  const update = {
    $set: { values, title: titleOf(values), tab, writtenAt, updatedAt: new Date() },
    $inc: { turn: 1 },
  }
  const options = { returnDocument: 'after' } as const
  const saved = await Draft.findOneAndUpdate({ _id, ...asKnown }, update, options).lean()
  if (saved) return saved as DraftRecord
  const now = await Draft.findById(_id).lean()
  if (!now || now.tab !== tab || now.writtenAt <= writtenAt) throw new Conflict('draftElsewhere')
  return now as DraftRecord
}

/** Continues from the resource as it is now, with these words. */
export async function rebaseDraft(draft: DraftRecord, values: Typed, baseVersion: number) {
  await Draft.updateOne(
    { _id: draft._id },
    {
      $set: { values, title: titleOf(values), baseVersion, tab: '', updatedAt: new Date() },
      $inc: { turn: 1 },
    },
  )
}

export async function removeDraft({ _id, attachments, spent }: DraftRecord) {
  if (!spent) await dropFiles(attachments)
  await Draft.deleteOne({ _id })
}

/** Nobody else has seen them: with their writer, they go. */
export async function removeDraftsOf(member: Types.ObjectId) {
  for await (const draft of Draft.find({ member }).lean<DraftRecord>().cursor())
    await removeDraft(draft)
}

/** Those that nobody has gone on with since a day. */
export async function removeDraftsBefore(day: Date) {
  const old = Draft.find({ updatedAt: { $lt: day } }).lean<DraftRecord>()
  for await (const draft of old.cursor()) await removeDraft(draft)
}

export function draftFor(member: string, { _id: resource }: Pick<ResourceRecord, '_id'>) {
  return Draft.findOne({ member, place: String(resource) }).lean<DraftRecord>()
}

/** What leaves a window as it closes, and again the next time, is one draft. */
function draftOfWindow(member: string, tab: string | undefined) {
  return tab ? Draft.findOne({ member, tab, resource: null }).lean<DraftRecord>() : null
}

function titleOf({ title }: Typed) {
  return typeof title === 'string' ? title.trim().replace(/\s+/g, ' ').slice(0, 200) : ''
}

/** What was begun and left for long. */
export async function endOldDrafts(now = new Date()) {
  await removeDraftsBefore(new Date(`${dayMonthsBefore(now, DRAFT_MONTHS)}T00:00:00Z`))
}
