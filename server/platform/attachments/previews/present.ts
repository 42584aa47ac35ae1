import type { AttachmentRecord } from '../../../../models/attachment.ts'
import { Preview, type PreviewRecord } from '../../../../models/preview.ts'
import { remember, type Topic } from '../../memory.ts'
import { makePreview } from './make.ts'

/** What pages that show previews depend on besides. */
export const PREVIEW_TOPICS: readonly Topic[] = ['previews']

/** The previews of these files, by their keys. */
export async function previewsOf(attachments: readonly AttachmentRecord[]) {
  const files = attachments.map(({ key }) => key)
  if (files.length === 0) return new Map<string, PreviewRecord>()
  const load = async () => {
    const found = await Preview.find({ file: { $in: files } }).lean()
    return new Map<string, PreviewRecord>(found.map(one => [one.file, one]))
  }
  return remember(PREVIEW_TOPICS, `previews ${files.join(' ')}`, load)
}

/** Made now when nobody has made it yet. */
export async function previewOf(attachment: AttachmentRecord) {
  const known = (await previewsOf([attachment])).get(attachment.key)
  if (known) return known
  await makePreview(attachment)
  return (await previewsOf([attachment])).get(attachment.key)
}

/** `address` is that of the small picture; there is none for what shows nothing. */
export function presentPreview(preview: PreviewRecord | undefined, address: string) {
  const [small, large] = preview?.images ?? []
  if (!preview || !small || !large) return null
  const { width = 0, height = 0, pages } = preview
  return { url: address, largeUrl: `${address}/grand`, width, height, pages: pages ?? null }
}
