import { type Request, type Response, Router } from 'express'
import { previewOf } from '../../platform/attachments/previews/present.ts'
import { attachmentOf, sendAttachment } from '../../platform/attachments/send.ts'
import { found } from '../../platform/who/current.ts'
import { one, seen } from '../seen.ts'
import { showFiles } from './page.ts'

/** To take a resource away: its files with their looks, or all of it at once. */
export const takingRoutes = Router()

takingRoutes.get('/:slug/pieces-jointes', showFiles)

takingRoutes.get('/:slug/apercus/:id', (req, res) => sendPreview(req, res, 0))
takingRoutes.get('/:slug/apercus/:id/grand', (req, res) => sendPreview(req, res, 1))

async function sendPreview(req: Request, res: Response, size: 0 | 1) {
  const attachment = attachmentOf(await seen(req), one(req.params.id))
  const preview = await previewOf(attachment)
  await sendAttachment(req, res, found(preview?.images[size]), { inline: true })
}
