import type { Request, Response } from 'express'
import type { ResourceRecord } from '../../../models/resource.ts'
import { presentPreview, previewsOf } from '../../platform/attachments/previews/present.ts'
import { language } from '../../platform/http/preferences.ts'
import { formatBytes } from '../../platform/time/format.ts'
import { pageOfResource, presentAttachments, resourceUrl } from '../presenter.ts'
import { takingsOf } from './counts.ts'

/** The files of a resource with what they look like and how often each was taken. */
export async function takeawayOf(resource: ResourceRecord) {
  const [previews, takings] = await Promise.all([
    previewsOf(resource.attachments),
    takingsOf(resource),
  ])
  const items = presentAttachments(resource).map((file, index) => {
    const preview = previews.get(resource.attachments[index]?.key ?? '')
    const address = `${resourceUrl(resource)}/apercus/${file.id}`
    const downloads = takings.files.get(file.id) ?? 0
    return { ...file, preview: presentPreview(preview, address), downloads }
  })
  return { items, total: items.length, next: null, downloads: takings.total }
}

/** The same for a page, in the words of its reader. */
export async function filesForPage(_req: Request, res: Response, resource: ResourceRecord) {
  const spoken = language(res)
  const { items, downloads } = await takeawayOf(resource)
  const lines = pageOfResource(resource, spoken).files
  const files = items.map((item, index) => {
    const { icon, facts = '' } = lines[index] ?? {}
    const { pages } = item.preview ?? {}
    const more = [
      facts,
      pages ? res.locals.t('take.pages', { count: pages }) : '',
      item.downloads > 0 ? res.locals.t('take.times', { count: item.downloads }) : '',
    ]
    return { ...item, icon, facts: more.filter(Boolean).join(', ') }
  })
  const weight = resource.attachments.reduce((sum, { size }) => sum + size, 0)
  return {
    files,
    downloads,
    looks: files.some(({ preview }) => preview),
    archive: files.length > 0 ? formatBytes(weight, spoken) : undefined,
  }
}
