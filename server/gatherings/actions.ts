import type { Types } from 'mongoose'
import type { AttachmentRecord } from '../../models/attachment.ts'
import { Gathering, type GatheringRecord } from '../../models/gathering.ts'
import { Space } from '../../models/space.ts'
import { dropFiles, keepFiles } from '../platform/attachments/keep.ts'
import { createWithSlug } from '../platform/content/slugs.ts'
import { Conflict, Invalid } from '../platform/errors.ts'
import type { ReceivedFile } from '../platform/files/uploads.ts'
import { plainText, renderMarkdown } from '../platform/markdown/render.ts'
import { frenchTypography } from '../platform/markdown/typography.ts'
import { found } from '../platform/who/current.ts'
import type { GatheringInput } from './forms.ts'

export const MOST_FILES = 20

type Origin = { slug?: string; createdAt?: Date }

/** `input.space` is a slug; `member` becomes the author. An importer may bring a slug of its own. */
export async function publishGathering(
  member: { id: string },
  input: GatheringInput,
  files: readonly ReceivedFile[] = [],
  origin: Origin = {},
): Promise<GatheringRecord> {
  const fields = { ...contentOf(input), space: await spaceId(input.space) }
  const attachments = await keepFiles(files)
  try {
    return await insert({ ...fields, attachments, author: member.id }, origin)
  } catch (failure) {
    await dropFiles(attachments)
    throw failure
  }
}

/** Throws Conflict when somebody saved since the version that the writer read. */
export async function changeGathering(
  gathering: GatheringRecord,
  input: GatheringInput,
  files: readonly ReceivedFile[] = [],
): Promise<GatheringRecord> {
  checkRoom(gathering, files)
  const space = await spaceId(input.space)
  const attachments = await keepFiles(files)
  const changed = await Gathering.findOneAndUpdate(
    { _id: gathering._id, ...(input.version ? { version: input.version } : {}) },
    {
      $set: { ...contentOf(input), ...(space ? { space } : {}) },
      ...(space ? {} : { $unset: { space: 1 } }),
      $push: { attachments: { $each: attachments } },
      $inc: { version: 1 },
    },
    { returnDocument: 'after' },
  ).lean()
  if (changed) return changed
  await dropFiles(attachments)
  throw new Conflict()
}

export async function moveGathering({ _id }: GatheringRecord, audience: string) {
  const update = { $set: { audience }, $inc: { version: 1 } }
  return found(
    await Gathering.findOneAndUpdate({ _id }, update, { returnDocument: 'after' }).lean(),
  )
}

export async function attach(gathering: GatheringRecord, files: readonly ReceivedFile[]) {
  if (files.length === 0) throw new Invalid({ files: 'invalid.required' })
  checkRoom(gathering, files)
  const attachments = await keepFiles(files)
  await Gathering.updateOne(
    { _id: gathering._id },
    { $push: { attachments: { $each: attachments } }, $inc: { version: 1 } },
  )
  return attachments
}

export async function detach(gathering: GatheringRecord, attachment: AttachmentRecord) {
  await Gathering.updateOne(
    { _id: gathering._id },
    { $pull: { attachments: attachment }, $inc: { version: 1 } },
  )
  await dropFiles([attachment])
}

export async function removeGathering(gathering: GatheringRecord) {
  const removed = found(await Gathering.findOneAndDelete({ _id: gathering._id }).lean())
  await dropFiles(removed.attachments)
}

const FRENCH = { french: true }

function contentOf({ version: _, space: __, ...input }: GatheringInput) {
  return {
    ...input,
    html: renderMarkdown(input.description, FRENCH),
    excerpt: frenchTypography(plainText(input.description, 200)),
    attendeesHtml: renderMarkdown(input.attendees, FRENCH),
    slots: input.slots.map(slot => ({
      ...slot,
      html: renderMarkdown(slot.description, { ...FRENCH, headingOffset: 3 }),
    })),
  }
}

type Fields = ReturnType<typeof contentOf> & {
  space: Types.ObjectId | undefined
  attachments: AttachmentRecord[]
  author: string
}

async function insert(fields: Fields, origin: Origin): Promise<GatheringRecord> {
  const made = await createWithSlug(Gathering, origin.slug ?? fields.title, slug =>
    Gathering.create({ ...fields, ...origin, slug }),
  )
  return made.toObject()
}

async function spaceId(slug: string | undefined) {
  if (!slug) return undefined
  const space = await Space.exists({ slug })
  if (!space) throw new Invalid({ space: 'invalid.unknownSpace' })
  return space._id
}

function checkRoom(gathering: GatheringRecord, files: readonly ReceivedFile[]) {
  if (gathering.attachments.length + files.length > MOST_FILES)
    throw new Invalid({ files: 'invalid.tooManyFiles' })
}
