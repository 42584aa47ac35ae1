import type { AttachmentRecord } from '../../../models/attachment.ts'
import { MissingFile, newFileKey } from '../files/store.ts'
import { services } from '../services.ts'
import { dropFiles } from './keep.ts'
import { askForTexts } from './texts/jobs.ts'

/**
 * The same files a second time, under keys of their own: all of them, or none. Each keeps its id, which
 * texts name. One whose bytes are gone is left out.
 */
export async function copyFiles(attachments: readonly AttachmentRecord[]) {
  const copies: AttachmentRecord[] = []
  try {
    for (const one of attachments) {
      const copy = await copyFile(one)
      if (copy) copies.push(copy)
    }
    await askForTexts(copies)
    return copies
  } catch (failure) {
    await dropFiles(copies)
    throw failure
  }
}

async function copyFile({ key: from, _id, name, mime, kind, size, sha256 }: AttachmentRecord) {
  const { files } = services()
  const key = newFileKey()
  try {
    await files.put(key, await files.open(from))
    return { _id, key, name, mime, kind, size, sha256 }
  } catch (failure) {
    if (failure instanceof MissingFile) return undefined
    throw failure
  }
}
