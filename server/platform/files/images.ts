import type { Sharp } from 'sharp'
import { identifyFile } from './sniff.ts'

export class NotAnImage extends Error {
  readonly status = 422
}

/**
 * A photo → 256 × 256 WebP bytes, upright, first frame, without metadata (a photo tells where it was
 * taken). Throws NotAnImage on anything that is not a readable PNG, JPEG, GIF or WebP.
 */
export async function makeAvatar(path: string): Promise<Buffer> {
  return read(path, image =>
    image.resize(256, 256, { fit: 'cover' }).webp({ quality: 82 }).toBuffer(),
  )
}

/** The longest side of a photo, in pixels: as wide as a page shows it on a fine screen. */
const PHOTO_SIDE = 1600

/**
 * A photo → WebP bytes of 1600 pixels at most a side, with its size, upright, first frame, without metadata.
 * Throws NotAnImage on anything that is not a readable PNG, JPEG, GIF or WebP.
 */
export async function makePhoto(path: string) {
  const { data, info } = await read(path, image =>
    image
      .resize(PHOTO_SIDE, PHOTO_SIDE, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .toBuffer({ resolveWithObject: true }),
  )
  return { bytes: data, width: info.width, height: info.height }
}

async function read<T>(path: string, make: (image: Sharp) => Promise<T>): Promise<T> {
  const found = await identifyFile(path, '')
  if (found?.kind !== 'image') throw new NotAnImage('Not an image')
  // Loaded with the first photo: many a process never sees one.
  const { default: sharp } = await import('sharp')
  try {
    const image = sharp(path, { limitInputPixels: 50_000_000, pages: 1, failOn: 'error' })
    return await make(image.autoOrient())
  } catch (cause) {
    throw new NotAnImage('Not a readable image', { cause })
  }
}
