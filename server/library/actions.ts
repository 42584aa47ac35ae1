import { Types } from 'mongoose'
import type { AttachmentRecord } from '../../models/attachment.ts'
import { Resource, type ResourceRecord, type ResourceState } from '../../models/resource.ts'
import { Revision } from '../../models/revision.ts'
import { dropFiles, keepFiles } from '../attachments/keep.ts'
import { found } from '../auth/current.ts'
import { isDuplicate } from '../database/duplicates.ts'
import { Conflict, Invalid } from '../errors.ts'
import type { ReceivedFile } from '../files/uploads.ts'
import { freeSlug } from '../http/slugs.ts'
import type { Viewer } from '../members/policy.ts'
import { contentOf, emptied } from './content.ts'
import type { ResourceInput } from './forms.ts'
import { stateAfterSave } from './policy.ts'

export const MOST_FILES = 30

type Writer = Pick<Viewer, 'id' | 'role'>
/** What an importer knows better than the clock and the rules of review. */
type Origin = Partial<{ slug: string; createdAt: Date; updatedAt: Date; state: ResourceState }>

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
  }: Origin = {},
): Promise<ResourceRecord> {
  const author = new Types.ObjectId(member.id)
  const attachments = await keepFiles(files)
  try {
    return await insert({
      ...contentOf(input),
      ...{ slug: slug ?? input.title, author, editor: author, state, attachments },
      ...{ createdAt, updatedAt, publishedAt: createdAt },
    })
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
): Promise<ResourceRecord> {
  if (startedFrom !== resource.version) throw new Conflict()
  checkRoom(resource, files)
  const attachments = await keepFiles(files)
  try {
    await keepRevision(resource)
    const content = contentOf(input)
    return await writeVersion(resource, {
      $set: {
        ...content,
        ...{ editor: new Types.ObjectId(member.id), updatedAt: new Date(), change: input.change },
        ...reviewAgain(member, resource),
      },
      ...emptied(content),
      $push: { attachments: { $each: attachments } },
      $inc: { version: 1 },
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
  checkRoom(resource, files)
  const attachments = await keepFiles(files)
  try {
    return await write(resource, {
      $set: { updatedAt: new Date(), ...reviewAgain(member, resource) },
      $push: { attachments: { $each: attachments } },
    })
  } catch (failure) {
    await dropFiles(attachments)
    throw failure
  }
}

export async function removeFile(resource: ResourceRecord, attachment: AttachmentRecord) {
  await write(resource, {
    $set: { updatedAt: new Date() },
    $pull: { attachments: { _id: attachment._id } },
  })
  await dropFiles([attachment])
}

/** A volunteer's resource, read by an animateur or a coordinator, is there for its audience. */
export async function publishResource(resource: ResourceRecord) {
  const first = resource.publishedAt.getTime() === resource.createdAt.getTime()
  const $set = { state: 'published', ...(first ? { publishedAt: new Date() } : {}) }
  return changeState(resource, 'review', { $set })
}

export async function archiveResource(resource: ResourceRecord) {
  const { state } = resource
  return changeState(resource, state, { $set: { state: 'archived', stateBefore: state } })
}

/** Back to where it was: published, or still to be reviewed. */
export async function restoreResource(resource: ResourceRecord) {
  const state = resource.stateBefore === 'review' ? 'review' : 'published'
  return changeState(resource, 'archived', { $set: { state }, $unset: { stateBefore: 1 } })
}

async function changeState(resource: ResourceRecord, from: ResourceState, update: object) {
  const filter = { _id: resource._id, state: from }
  const saved = await Resource.findOneAndUpdate(filter, update, { returnDocument: 'after' }).lean()
  if (!saved) throw new Conflict()
  return saved as ResourceRecord
}

async function write(resource: ResourceRecord, update: object): Promise<ResourceRecord> {
  const filter = { _id: resource._id }
  const saved = await Resource.findOneAndUpdate(filter, update, { returnDocument: 'after' }).lean()
  return found(saved) as ResourceRecord
}

/** Only from the version that was read: the second of two writers is refused. */
async function writeVersion(resource: ResourceRecord, update: object): Promise<ResourceRecord> {
  const filter = { _id: resource._id, version: resource.version }
  const saved = await Resource.findOneAndUpdate(filter, update, { returnDocument: 'after' }).lean()
  if (!saved) throw new Conflict()
  return saved as ResourceRecord
}

/**
 * What a volunteer changes is read by somebody before others see it, an archived one once it is back.
 * Others' saves leave the state alone: it may have changed since they read it.
 */
function reviewAgain(member: Writer, { state }: ResourceRecord) {
  if (stateAfterSave(member) === 'published') return {}
  return state === 'archived' ? { stateBefore: 'review' } : { state: 'review' }
}

/** Written before the new version: if the process dies between, nothing is lost and nothing is twice. */
async function keepRevision({ _id, updatedAt, ...resource }: ResourceRecord) {
  const { kind, title, summary, body, html, publics, level, durationMinutes } = resource
  const { preparationMinutes, groupSize, materials, steps, themes, licence, audience } = resource
  const { version, state, editor, change } = resource
  const content = { kind, title, summary, body, html, publics, level, durationMinutes }
  const others = { preparationMinutes, groupSize, materials, steps, themes, licence, audience }
  await Revision.updateOne(
    { resource: _id, version },
    { $setOnInsert: { ...content, ...others, state, editor, change, savedAt: updatedAt } },
    { upsert: true },
  )
}

type Fields = ReturnType<typeof contentOf> & { slug: string; [other: string]: unknown }

/** Two writers may take the same slug at once: the second one tries the next. */
async function insert(fields: Fields): Promise<ResourceRecord> {
  for (let tries = 1; ; tries++) {
    const slug = await freeSlug(fields.slug, slug => Resource.exists({ slug }))
    try {
      const saved = await Resource.create({ ...fields, slug })
      return saved.toObject() as ResourceRecord
    } catch (failure) {
      if (!isDuplicate(failure, 'slug') || tries === 5) throw failure
    }
  }
}

function checkRoom(resource: ResourceRecord, files: readonly ReceivedFile[]) {
  if (resource.attachments.length + files.length > MOST_FILES)
    throw new Invalid({ files: 'invalid.tooManyResourceFiles' })
}
