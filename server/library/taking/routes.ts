import { type Request, type Response, Router } from 'express'
import type { ResourceRecord } from '../../../models/resource.ts'
import { previewOf } from '../../platform/attachments/previews/present.ts'
import { attachmentOf, sendAttachment } from '../../platform/attachments/send.ts'
import { contentDisposition } from '../../platform/files/names.ts'
import { language } from '../../platform/http/preferences.ts'
import { services } from '../../platform/services.ts'
import { found } from '../../platform/who/current.ts'
import { print, printable } from '../../printing/print.ts'
import { markdownFile } from '../markdown-file.ts'
import { presented } from '../queries.ts'
import { one, seen } from '../seen.ts'
import { sendArchive } from './archive.ts'
import { countTaking } from './counts.ts'
import { showFiles } from './page.ts'

/** To take a resource away: its files with their looks, or all of it at once. */
export const takingRoutes = Router()

takingRoutes.get('/:slug.zip', async (req, res) => {
  const resource = await seen(req)
  if (req.method === 'HEAD') return sendHead(res, resource)
  countTaking(req, res, resource, 'zip')
  await sendArchive(res, resource, await written(resource, res))
})

takingRoutes.get('/:slug/pieces-jointes', showFiles)

takingRoutes.get('/:slug/apercus/:id', (req, res) => sendPreview(req, res, 0))
takingRoutes.get('/:slug/apercus/:id/grand', (req, res) => sendPreview(req, res, 1))

async function sendPreview(req: Request, res: Response, size: 0 | 1) {
  const attachment = attachmentOf(await seen(req), one(req.params.id))
  const preview = await previewOf(attachment)
  await sendAttachment(req, res, found(preview?.images[size]), { inline: true })
}

async function written(resource: ResourceRecord, res: Response) {
  const { author, url } = await presented(resource, language(res))
  const text = markdownFile(resource, author, `${services().baseUrl}${url}`)
  const pdf = await print(resource, await printable(resource, language(res)))
  return [
    { name: `${resource.slug}.md`, bytes: Buffer.from(text) },
    { name: `${resource.slug}.pdf`, bytes: Buffer.from(pdf) },
  ]
}

function sendHead(res: Response, { slug }: ResourceRecord) {
  const name = contentDisposition(`${slug}.zip`, 'attachment')
  res.set({ 'Content-Type': 'application/zip', 'Content-Disposition': name }).end()
}
