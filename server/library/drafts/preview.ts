import { type Request, type Response, Router } from 'express'
import { Types } from 'mongoose'
import { Resource, type ResourceRecord } from '../../../models/resource.ts'
import { language } from '../../platform/http/preferences.ts'
import { respond } from '../../platform/http/respond.ts'
import { uploadsOf } from '../../platform/http/uploads.ts'
import { signedIn } from '../../platform/who/current.ts'
import { bylinesOf } from '../authors.ts'
import { contentOf } from '../content.ts'
import { pageOfResource, presentResource } from '../presenter.ts'
import { writersOnly } from '../seen.ts'
import { leniently } from './leniently.ts'
import { typedValues } from './typed.ts'

/** The form as the page that it would make; nothing of it is kept. */
export const previewRoutes = Router()

previewRoutes.post('/apercu', writersOnly, uploadsOf(), async (req, res) => {
  const record = await recordTyped(req, res)
  const people = await bylinesOf([record.author])
  const spoken = language(res)
  await respond(req, res, {
    view: 'resources/preview',
    data: presentResource(record, people, spoken),
    also: pageOfResource(record, spoken),
    page: { title: res.locals.t('writing.previewOf', { title: record.title }), nav: 'ressources' },
  })
})

async function recordTyped(req: Request, res: Response): Promise<ResourceRecord> {
  const now = new Date()
  const author = new Types.ObjectId(signedIn(req).id)
  const input = leniently(typedValues(req.body), res.locals.t)
  const record = new Resource({
    ...contentOf(input),
    ...{ slug: 'apercu', state: 'published', author, editor: author },
    ...{ createdAt: now, updatedAt: now, publishedAt: now },
  })
  return record.toObject() as ResourceRecord
}
