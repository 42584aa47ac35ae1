import type { AttachmentRecord } from '../../../models/attachment.ts'

/** `folder` is the address of the record's files: `/rencontres/brest/pieces-jointes`. */
export function presentAttachment(attachment: AttachmentRecord, folder: string) {
  const { _id, name, mime, kind, size, sha256 } = attachment
  return { id: String(_id), name, mime, kind, size, sha256, url: `${folder}/${_id}` }
}

/** What the search tells of the files of the record at this address. */
export function namedFiles(attachments: readonly AttachmentRecord[], url: string) {
  const folder = `${url}/pieces-jointes`
  return attachments.map(({ _id, key, name }) => ({ key, name, url: `${folder}/${_id}` }))
}
