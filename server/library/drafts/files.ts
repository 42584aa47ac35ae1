import { readFile } from 'node:fs/promises'
import type { AttachmentRecord } from '../../../models/attachment.ts'
import { Draft, type DraftRecord } from '../../../models/draft.ts'
import { dropFiles, keepFiles } from '../../platform/attachments/keep.ts'
import { Conflict, Invalid } from '../../platform/errors.ts'
import { NotAnImage } from '../../platform/files/images.ts'
import { keepPicture } from '../../platform/files/pictures.ts'
import type { ReceivedFile } from '../../platform/files/uploads.ts'
import { MOST_FILES } from '../actions.ts'

/** Files to be published with the draft. */
export async function addFilesToDraft(draft: DraftRecord, files: readonly ReceivedFile[]) {
  if (files.length === 0) return draft
  checkRoom(draft, files.length)
  return hold(draft, await keepFiles(files))
}

/** Pictures that stand in the text: made smaller, told again by their place in the draft. */
export async function addPictures(draft: DraftRecord, files: readonly ReceivedFile[]) {
  if (files.length === 0) throw new Invalid({ files: 'invalid.required' })
  checkRoom(draft, files.length)
  const kept: AttachmentRecord[] = []
  try {
    for (const file of files) kept.push(await pictureOf(file))
  } catch (failure) {
    await dropFiles(kept)
    throw failure
  }
  return { draft: await hold(draft, kept, true), pictures: kept }
}

/** As `addPictures`, for pictures that are in memory already and may be none. */
export async function holdPictures(draft: DraftRecord, kept: AttachmentRecord[]) {
  return kept.length > 0 ? hold(draft, kept, true) : draft
}

export async function removeFileOfDraft({ _id }: DraftRecord, attachment: AttachmentRecord) {
  await Draft.updateOne(
    { _id },
    { $pull: { attachments: { _id: attachment._id }, pictures: attachment._id } },
  )
  await dropFiles([attachment])
}

function checkRoom({ attachments }: DraftRecord, more: number) {
  if (attachments.length + more > MOST_FILES)
    throw new Invalid({ files: 'invalid.tooManyResourceFiles' })
}

async function pictureOf({ path, originalName }: ReceivedFile) {
  try {
    return await keepPicture(await readFile(path), originalName)
  } catch (failure) {
    if (!(failure instanceof NotAnImage)) throw failure
    throw new Invalid({ files: { key: 'writing.notAPicture', name: originalName } })
  }
}

async function hold({ _id }: DraftRecord, kept: AttachmentRecord[], inText = false) {
  const update = {
    $push: {
      attachments: { $each: kept },
      ...(inText ? { pictures: { $each: kept.map(({ _id }) => _id) } } : {}),
    },
    $set: { updatedAt: new Date() },
  }
  const held = await Draft.findOneAndUpdate({ _id }, update, { returnDocument: 'after' }).lean()
  if (held) return held as DraftRecord
  await dropFiles(kept)
  throw new Conflict('draftElsewhere')
}
