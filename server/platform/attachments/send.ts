import type { Request, Response } from 'express'
import type { AttachmentRecord } from '../../../models/attachment.ts'
import { sendFile } from '../files/download.ts'
import { services } from '../services.ts'
import { found } from '../who/current.ts'

/** Answers with the bytes of an attachment. `inline`: PDF and images open in the browser. */
export async function sendAttachment(
  req: Request,
  res: Response,
  attachment: AttachmentRecord,
  { inline = false } = {},
) {
  const { key, name, mime, size, sha256 } = attachment
  await sendFile(res, { store: services().files, key, name, mime, size, etag: sha256, inline }, req)
}

export function attachmentOf(record: { attachments: AttachmentRecord[] }, id: string | undefined) {
  return found(record.attachments.find(({ _id }) => String(_id) === id))
}
