import { buffer } from 'node:stream/consumers'
import type { AttachmentRecord } from '../../models/attachment.ts'
import type { ResourceRecord } from '../../models/resource.ts'
import { services } from '../platform/services.ts'
import type { Picture } from './pack.ts'

const MOST = 20
const WIDEST = 1200
const ADDRESS = /\/ressources\/[a-z0-9-]+\/pieces-jointes\/([0-9a-f]{24})\b/g

/** The resource's own pictures that its text shows, by their id, as JPEG for paper. */
export async function picturesOf(record: ResourceRecord): Promise<Record<string, Picture>> {
  const shown = shownPictures(record)
  const pictures: Record<string, Picture> = {}
  for (const [id, attachment] of shown) {
    const picture = await pictureOf(attachment).catch(() => undefined)
    if (picture) pictures[id] = picture
  }
  return pictures
}

export function shownPictures(record: ResourceRecord): Map<string, AttachmentRecord> {
  const shown = new Map<string, AttachmentRecord>()
  const texts = [record.body, ...record.steps.map(({ body }) => body)].join('\n')
  for (const [, id = ''] of texts.matchAll(ADDRESS)) {
    const attachment = record.attachments.find(({ _id }) => String(_id) === id)
    if (attachment?.kind === 'image' && shown.size < MOST) shown.set(id, attachment)
  }
  return shown
}

async function pictureOf({ key }: AttachmentRecord): Promise<Picture> {
  const { default: sharp } = await import('sharp')
  const bytes = await buffer(await services().files.open(key))
  const { data, info } = await sharp(bytes, { limitInputPixels: 50_000_000, pages: 1 })
    .autoOrient()
    .resize({ width: WIDEST, height: WIDEST, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .jpeg({ quality: 80 })
    .timeout({ seconds: 5 })
    .toBuffer({ resolveWithObject: true })
  return { bytes: data, width: info.width, height: info.height }
}
