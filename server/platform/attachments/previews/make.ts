import { buffer } from 'node:stream/consumers'
import { Types } from 'mongoose'
import { z } from 'zod'
import type { AttachmentRecord } from '../../../../models/attachment.ts'
import { Preview } from '../../../../models/preview.ts'
import { isDuplicate } from '../../database/duplicates.ts'
import { newFileKey } from '../../files/store.ts'
import { log } from '../../log.ts'
import { services } from '../../services.ts'
import { workerPool } from '../../workers/pool.ts'
import { keepBytes } from './bytes.ts'
import { dropPreviews } from './drop.ts'

export type Source = Pick<AttachmentRecord, 'key' | 'kind'>

const SIZES = [320, 1200]
const MOST_PIXELS = 50_000_000

const drawFirstPage = workerPool<Uint8Array>(import.meta.url, './worker', {
  longest: 15_000,
  mostWaiting: 50,
  memoryMb: 256,
})

const firstPage = z.object({
  png: z.instanceof(Uint8Array),
  width: z.number(),
  height: z.number(),
  pages: z.number(),
})

/** Pictures, and PDF by their first page. */
export function canBeShown({ kind }: { kind: string }) {
  return kind === 'image' || kind === 'pdf'
}

/** Makes it once. What cannot be read has none, and is not tried again. */
export async function makePreview({ key, kind }: Source) {
  if (!canBeShown({ kind }) || (await Preview.exists({ file: key }))) return
  const bytes = await buffer(await services().files.open(key))
  const looks = await looksOf(bytes, kind).catch(failure => {
    log.info({ file: key, reason: String(failure).slice(0, 200) }, 'no preview')
    return { images: [] }
  })
  const images = await Promise.all(looks.images.map(keepBytes))
  const record = { ...looks, images, madeAt: new Date() }
  await keep({ ...record, file: key })
  await dropIfGone(key, images)
}

/** Once; not by an upsert, in which FerretDB loses an empty list of images. */
async function keep(record: object) {
  try {
    await Preview.create(record)
  } catch (failure) {
    if (!isDuplicate(failure, 'file')) throw failure
  }
}

/** Removed, or made twice, in the meantime: nothing of it stays. */
async function dropIfGone(key: string, images: AttachmentRecord[]) {
  const gone = await services()
    .files.size(key)
    .then(
      () => false,
      () => true,
    )
  if (gone) await dropPreviews([key])
  const kept = await Preview.findOne({ file: key }, 'images').lean()
  const keys = new Set(kept?.images.map(one => one.key))
  const lost = images.filter(one => !keys.has(one.key))
  await Promise.all(lost.map(one => services().files.remove(one.key)))
}

async function looksOf(bytes: Buffer, kind: string) {
  if (kind === 'image') return { ...(await pictures(bytes)) }
  const page = firstPage.parse(await drawFirstPage(bytes))
  const { width, height, pages } = page
  return { ...(await pictures(Buffer.from(page.png))), width, height, pages }
}

/** Upright, still, without what a camera wrote in it. */
async function pictures(bytes: Buffer) {
  const { default: sharp } = await import('sharp')
  const open = () => sharp(bytes, { limitInputPixels: MOST_PIXELS, pages: 1, failOn: 'error' })
  const images: { bytes: Buffer; key: string; _id: Types.ObjectId }[] = []
  for (const size of SIZES) {
    const fit = { width: size, height: size, fit: 'inside', withoutEnlargement: true } as const
    const small = open().autoOrient().resize(fit).webp({ quality: 78 }).timeout({ seconds: 8 })
    images.push({ bytes: await small.toBuffer(), key: newFileKey(), _id: new Types.ObjectId() })
  }
  const { width, height, autoOrient } = await open().metadata()
  return { images, width: autoOrient?.width ?? width, height: autoOrient?.height ?? height }
}
