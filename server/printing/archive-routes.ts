import { type Response, Router } from 'express'
import type { ResourceRecord } from '../../models/resource.ts'
import { markdownFile } from '../library/markdown-file.ts'
import { presented } from '../library/queries.ts'
import { seen } from '../library/seen.ts'
import { sendArchive } from '../library/taking/archive.ts'
import { countTaking } from '../library/taking/counts.ts'
import { contentDisposition } from '../platform/files/names.ts'
import { language } from '../platform/http/preferences.ts'
import { services } from '../platform/services.ts'
import { print, printable } from './print.ts'

/** All of a resource at once: its text, its printed sheet and its files. */
export const archiveRoutes = Router()

archiveRoutes.get('/:slug.zip', async (req, res) => {
  const resource = await seen(req)
  if (req.method === 'HEAD') return sendHead(res, resource)
  countTaking(req, res, resource, 'zip')
  await sendArchive(res, resource, await written(resource, res))
})

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
