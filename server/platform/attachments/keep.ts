import { Types } from 'mongoose'
import type { AttachmentRecord } from '../../../models/attachment.ts'
import { newFileKey } from '../files/store.ts'
import type { ReceivedFile } from '../files/uploads.ts'
import { services } from '../services.ts'
import { dropPreviews } from './previews/drop.ts'
import { askForPreviews } from './previews/jobs.ts'
import { askForTexts } from './texts/jobs.ts'
import { dropTexts } from './texts/read.ts'

/** Puts received files into the store. What a record then holds of them; all of them, or none. */
export async function keepFiles(files: readonly ReceivedFile[]): Promise<AttachmentRecord[]> {
  const kept: AttachmentRecord[] = []
  try {
    for (const file of files) kept.push(await keepFile(file))
    await askForPreviews(kept)
    await askForTexts(kept)
    return kept
  } catch (failure) {
    await dropFiles(kept)
    throw failure
  }
}

/** Their record no longer holds them: the bytes go too. */
export async function dropFiles(attachments: readonly Pick<AttachmentRecord, 'key'>[]) {
  await Promise.all(attachments.map(({ key }) => services().files.remove(key)))
  const keys = attachments.map(({ key }) => key)
  await dropPreviews(keys)
  await dropTexts(keys)
}

async function keepFile({ path, originalName, mime, kind, size, sha256 }: ReceivedFile) {
  const key = newFileKey()
  await services().files.put(key, path)
  return { _id: new Types.ObjectId(), key, name: originalName, mime, kind, size, sha256 }
}
