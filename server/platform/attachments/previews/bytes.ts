import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Types } from 'mongoose'
import type { AttachmentRecord } from '../../../../models/attachment.ts'
import { services } from '../../services.ts'

type Made = { bytes: Buffer; key: string; _id: Types.ObjectId }

/** Puts a picture that was made into the store, and gives what a record holds of it. */
export async function keepBytes({ bytes, key, _id }: Made): Promise<AttachmentRecord> {
  await services().files.put(key, Readable.from([bytes]))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const size = bytes.length
  return { _id, key, name: 'apercu.webp', mime: 'image/webp', kind: 'image', size, sha256 }
}
