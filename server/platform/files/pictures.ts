import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { Types } from 'mongoose'
import type { AttachmentRecord } from '../../../models/attachment.ts'
import { services } from '../services.ts'
import { NotAnImage } from './images.ts'
import { newFileKey } from './store.ts'

const LARGEST_SIDE = 1600
const MOST_PIXELS = 50_000_000

const SIGNATURES: { format: Format; mime: string; isIt(bytes: Buffer): boolean }[] = [
  { format: 'png', mime: 'image/png', isIt: bytes => bytes.readUInt32BE(0) === 0x89504e47 },
  { format: 'jpg', mime: 'image/jpeg', isIt: bytes => bytes.readUIntBE(0, 3) === 0xffd8ff },
  { format: 'gif', mime: 'image/gif', isIt: bytes => bytes.toString('latin1', 0, 4) === 'GIF8' },
  {
    format: 'webp',
    mime: 'image/webp',
    isIt: bytes => /^RIFF.{4}WEBP$/s.test(bytes.toString('latin1', 0, 12)),
  },
]
type Format = 'png' | 'jpg' | 'gif' | 'webp'

/**
 * A picture for a text, kept in the store: 1600 pixels at most on its longer side, upright, without metadata
 * (a photo tells where it was taken), of the same format. `bytes` may be anything: NotAnImage is thrown on what is not a
 * readable PNG, JPEG, GIF or WebP.
 */
export async function keepPicture(bytes: Buffer, name: string): Promise<AttachmentRecord> {
  const known = bytes.length > 12 && SIGNATURES.find(({ isIt }) => isIt(bytes))
  if (!known) throw new NotAnImage('Not a picture')
  const small = await resized(bytes, known.format)
  const key = newFileKey()
  await services().files.put(key, Readable.from([small]))
  const sha256 = createHash('sha256').update(small).digest('hex')
  const facts = { mime: known.mime, kind: 'image', size: small.length, sha256 }
  return { _id: new Types.ObjectId(), key, name, ...facts }
}

/** The extension that the bytes deserve; undefined for what is not a picture. */
export function pictureFormat(bytes: Buffer): Format | undefined {
  return bytes.length > 12 ? SIGNATURES.find(({ isIt }) => isIt(bytes))?.format : undefined
}

async function resized(bytes: Buffer, format: Format): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  const moves = format === 'gif' || format === 'webp'
  try {
    const image = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', animated: moves })
      .autoOrient()
      .resize({
        width: LARGEST_SIDE,
        height: LARGEST_SIDE,
        fit: 'inside',
        withoutEnlargement: true,
      })
    if (format === 'jpg') return await image.jpeg({ quality: 82 }).toBuffer()
    if (format === 'webp') return await image.webp({ quality: 82 }).toBuffer()
    return await (format === 'gif' ? image.gif() : image.png()).toBuffer()
  } catch (cause) {
    throw new NotAnImage('Not a readable picture', { cause })
  }
}
