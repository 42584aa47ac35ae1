import { identifyFile } from './sniff.ts'

export class NotAnImage extends Error {
  readonly status = 422
}

/**
 * A photo → 256 × 256 WebP bytes, upright, first frame, without metadata (a photo tells where it was
 * taken). Throws NotAnImage on anything that is not a readable PNG, JPEG, GIF or WebP.
 */
export async function makeAvatar(path: string): Promise<Buffer> {
  const found = await identifyFile(path, '')
  if (found?.kind !== 'image') throw new NotAnImage('Not an image')
  // Loaded with the first photo: many a process never sees one.
  const { default: sharp } = await import('sharp')
  try {
    return await sharp(path, { limitInputPixels: 50_000_000, pages: 1, failOn: 'error' })
      .autoOrient()
      .resize(256, 256, { fit: 'cover' })
      .webp({ quality: 82 })
      .toBuffer()
  } catch (cause) {
    throw new NotAnImage('Not a readable image', { cause })
  }
}
