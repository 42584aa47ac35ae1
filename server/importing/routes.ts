import { type Request, type Response, Router } from 'express'
import { Draft, type DraftRecord } from '../../models/draft.ts'
import { presentedDraft } from '../library/drafts/queries.ts'
import { canWrite } from '../library/policy.ts'
import { writersOnly } from '../library/seen.ts'
import { Invalid } from '../platform/errors.ts'
import { once } from '../platform/http/once.ts'
import { language } from '../platform/http/preferences.ts'
import { againOnInvalid, created, respond } from '../platform/http/respond.ts'
import { uploadsOf } from '../platform/http/uploads.ts'
import { authorize, signedIn } from '../platform/who/current.ts'
import { importDocument } from './actions.ts'

/** A document that was written elsewhere becomes a draft. */
export const importRoutes = Router()

importRoutes.get('/importation', showImport)
importRoutes.post(
  '/importation',
  writersOnly,
  againOnInvalid(showImport),
  uploadsOf({ maxFiles: 1 }),
  async (req, res) => {
    const [file] = req.uploads ?? []
    if (!file) throw new Invalid({ files: 'invalid.required' })
    const draft = await once(req, {
      find: _id => Draft.findById(_id).lean<DraftRecord>(),
      make: () => importDocument(signedIn(req), file),
    })
    created(req, res, await presentedDraft(draft, signedIn(req), language(res)))
  },
)

async function showImport(req: Request, res: Response) {
  authorize(canWrite(signedIn(req)))
  await respond(req, res, {
    view: 'resources/import',
    data: {},
    page: { title: res.locals.t('writing.import'), nav: 'ressources', scripts: ['uploads.js'] },
  })
}
