import { Types } from 'mongoose'
import type { AttachmentRecord } from '../../models/attachment.ts'
import { contentFields, Resource, type ResourceRecord } from '../../models/resource.ts'
import { dropFiles, keepFiles } from '../platform/attachments/keep.ts'
import { createWithSlug } from '../platform/content/slugs.ts'
import { Conflict, Invalid } from '../platform/errors.ts'
import type { ReceivedFile } from '../platform/files/uploads.ts'
import { groupSlugOf } from '../platform/who/audience.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { sizeOfChange } from './comparing/size.ts'
import { contentOf, emptied } from './content.ts'
import { checkDay } from './due.ts'
import type { ResourceInput } from './forms.ts'
import { writtenOf } from './merging/written.ts'
import { stateAfterSave } from './policy.ts'
import { addRevision } from './revisions.ts'

export const MOST_FILES = 30

/** `mustWait`: a new member with a link to elsewhere, whatever their role. */
type Writer = Pick<Viewer, 'id' | 'role'> & { mustWait?: boolean }
/** What an importer knows better than the clock and the rules of review. */
type Origin = Partial<
  Pick<ResourceRecord, 'slug' | 'createdAt' | 'updatedAt' | 'state' | 'adaptedFrom'>
>

/** What a draft brings: its files, which become the resource's, and its texts for the address that it gets. */
export type Brought = {
  attachments: readonly AttachmentRecord[]
  at(slug: string): ResourceInput
}

/** A new resource by `member`: published, or in review when a volunteer wrote it. */
export async function createResource(
  member: Writer,
  input: ResourceInput,
  files: readonly ReceivedFile[] = [],
  {
    slug,
    createdAt = new Date(),
    updatedAt = createdAt,
    state = stateAfterSave(member),
    adaptedFrom,
  }: Origin = {},
  brought?: Brought,
): Promise<ResourceRecord> {
  const author = new Types.ObjectId(member.id)
  if (brought) checkRoom(files, brought)
  const attachments = await keepFiles(files)
  const fields = {
    ...{ author, editor: author, state, createdAt, updatedAt, publishedAt: createdAt },
    ...{ attachments: [...(brought?.attachments ?? []), ...attachments], ...waitingFor(member) },
    ...(adaptedFrom ? { adaptedFrom } : {}),
  }
  const content = brought ? undefined : contentOf(input)
  try {
    return await insert(slug ?? input.title, free => ({
      ...(content ?? contentOf(brought?.at(free) ?? input)),
      ...fields,
    }))
  } catch (failure) {
    await dropFiles(attachments)
    throw failure
  }
}

/**
 * Saves a new version of `resource`; the former one stays readable. Throws Conflict when somebody saved
 * since version `startedFrom`, which is the one that the writer had before them.
 */
export async function saveResource(
  member: Writer,
  resource: ResourceRecord,
  input: ResourceInput,
  files: readonly ReceivedFile[] = [],
  startedFrom = resource.version,
  brought?: Brought,
  also: { [field: string]: unknown } = {},
): Promise<ResourceRecord> {
  if (startedFrom !== resource.version) throw new Conflict()
  checkRoom(files, brought, resource)
  const attachments = await keepFiles(files)
  try {
    await keepRevision(resource)
    const content = contentOf(brought?.at(resource.slug) ?? input)
    const update = {
      $set: {
        ...content,
        ...{ editor: new Types.ObjectId(member.id), updatedAt: new Date(), change: input.change },
        changed: sizeOfChange(writtenOf(resource), writtenOf(content)),
        ...reviewAgain(member, resource),
        ...waitingFor(member),
        ...also,
      },
      ...emptied(content),
      $push: { attachments: { $each: [...(brought?.attachments ?? []), ...attachments] } },
      $inc: { version: 1 },
    }
    // Only from the version that was read: the second of two writers is refused.
    return await write(resource, update, {
      version: resource.version,
      ...stillIn(member, resource),
    })
  } catch (failure) {
    await dropFiles(attachments)
    throw failure
  }
}

/** More files for a resource. What a volunteer adds is read by somebody before others see it. */
export async function addFiles(
  member: Writer,
  resource: ResourceRecord,
  files: readonly ReceivedFile[],
): Promise<ResourceRecord> {
  if (files.length === 0) throw new Invalid({ files: 'invalid.required' })
  checkRoom(files, undefined, resource)
  const attachments = await keepFiles(files)
  try {
    const $set = { updatedAt: new Date(), ...reviewAgain(member, resource) }
    const update = { $set, $push: { attachments: { $each: attachments } } }
    return await write(resource, update, stillIn(member, resource))
  } catch (failure) {
    await dropFiles(attachments)
    throw failure
  }
}

export async function removeFile(resource: ResourceRecord, attachment: AttachmentRecord) {
  await write(resource, {
    $set: { updatedAt: new Date() },
    $pull: { attachments: attachment },
  })
  await dropFiles([attachment])
}

/**
 * A volunteer's resource, read by an animateur or a coordinator, is there for its audience. Throws
 * Conflict when it has changed since `readAt`, the `updatedAt` of what they read.
 */
export async function publishResource(resource: ResourceRecord, readAt = resource.updatedAt) {
  const first = resource.publishedAt.getTime() === resource.createdAt.getTime()
  const $set = { state: 'published', ...(first ? { publishedAt: new Date() } : {}) }
  const update = { $set, $unset: { waiting: 1 } }
  return write(resource, update, { state: 'review', updatedAt: readAt })
}

/**
 * For another audience, of which the former version keeps its own. What somebody who does not publish
 * takes out of a group is read first.
 */
export async function moveResource(member: Writer, resource: ResourceRecord, audience: string) {
  await keepRevision(resource)
  const widens = groupSlugOf(resource.audience) && !groupSlugOf(audience)
  const said = { change: '', changed: { added: 0, removed: 0 } }
  const review = widens ? reviewAgain(member, resource) : {}
  const $set = { audience, ...said, updatedAt: new Date(), ...review }
  const { version, state } = resource
  return write(resource, { $set, $inc: { version: 1 } }, { version, state })
}

export async function archiveResource(resource: ResourceRecord) {
  const { state } = resource
  return write(resource, { $set: { state: 'archived', stateBefore: state } }, { state })
}

/** Back to where it was: published, or still to be reviewed. */
export async function restoreResource(resource: ResourceRecord) {
  const { stateBefore = null } = resource
  const state = stateBefore === 'review' ? 'review' : 'published'
  const update = { $set: { state }, $unset: { stateBefore: 1 } }
  return write(resource, update, { state: 'archived', stateBefore })
}

/** Throws Conflict when the record is no longer as `asRead` says. */
async function write(
  resource: ResourceRecord,
  update: object,
  asRead: object = {},
): Promise<ResourceRecord> {
  const filter = { _id: resource._id, ...asRead }
  const saved = await Resource.findOneAndUpdate(filter, update, { returnDocument: 'after' }).lean()
  if (!saved) throw new Conflict()
  return keepCheckDay(saved as ResourceRecord)
}

/** Another day to verify it by, or its publication, moves the day from which it is to be tried again. */
async function keepCheckDay(saved: ResourceRecord): Promise<ResourceRecord> {
  const checkOn = checkDay(saved)
  if (checkOn !== saved.checkOn) await Resource.updateOne({ _id: saved._id }, { $set: { checkOn } })
  return { ...saved, checkOn }
}

/**
 * What a volunteer changes is read by somebody before others see it, an archived one once it is back.
 * Others' saves leave the state alone: it may have changed since they read it.
 */
function reviewAgain(member: Writer, { state }: ResourceRecord) {
  if (stateAfterSave(member) === 'published') return {}
  return state === 'archived' ? { stateBefore: 'review' } : { state: 'review' }
}

function waitingFor({ mustWait }: Writer) {
  return mustWait ? { waiting: true } : {}
}

/** Archived or given back meanwhile, it would escape the review that its state of before asked for. */
function stillIn(member: Writer, { state }: ResourceRecord) {
  return stateAfterSave(member) === 'review' ? { state } : {}
}

/** Written before the new version: if the process dies between, nothing is lost and nothing is twice. */
async function keepRevision(resource: ResourceRecord) {
  const { _id, version, state, editor, change, changed, updatedAt: savedAt } = resource
  const written = Object.entries(resource).filter(
    ([field, value]) => field in contentFields && value !== null && value !== undefined,
  )
  const about = { state, editor, change, savedAt, ...(changed ? { changed } : {}) }
  await addRevision({ ...Object.fromEntries(written), ...about, resource: _id, version })
}

type Fields = ReturnType<typeof contentOf> & {
  publishedAt: Date
  [other: string]: unknown
}

async function insert(words: string, fieldsAt: (slug: string) => Fields): Promise<ResourceRecord> {
  const saved = await createWithSlug(Resource, words, slug => {
    const fields = fieldsAt(slug)
    return Resource.create({ ...fields, slug, checkOn: checkDay(fields) })
  })
  return saved.toObject() as ResourceRecord
}

function checkRoom(files: readonly ReceivedFile[], brought?: Brought, resource?: ResourceRecord) {
  const before = (resource?.attachments.length ?? 0) + (brought?.attachments.length ?? 0)
  if (before + files.length > MOST_FILES)
    throw new Invalid({ files: 'invalid.tooManyResourceFiles' })
}
