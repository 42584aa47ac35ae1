import { type Request, type Response, Router } from 'express'
import { Draft, type DraftRecord } from '../../../models/draft.ts'
import { authorize, signedIn } from '../../auth/current.ts'
import { Invalid } from '../../errors.ts'
import { once } from '../../http/once.ts'
import { language } from '../../http/preferences.ts'
import { againOnInvalid, created, respond } from '../../http/respond.ts'
import { uploadsOf } from '../../http/uploads.ts'
import { presentedDraft } from '../drafts/queries.ts'
import { canWrite } from '../policy.ts'
import { writersOnly } from '../seen.ts'
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
