import { type Request, type Response, Router } from 'express'
import { Draft, type DraftRecord } from '../../../models/draft.ts'
import type { ResourceRecord } from '../../../models/resource.ts'
import { presentAttachment } from '../../platform/attachments/present.ts'
import { attachmentOf, sendAttachment } from '../../platform/attachments/send.ts'
import { once } from '../../platform/http/once.ts'
import { parse } from '../../platform/http/parse.ts'
import { language } from '../../platform/http/preferences.ts'
import { changed, created, removed, respond, wantsJson } from '../../platform/http/respond.ts'
import { neverStored } from '../../platform/http/security.ts'
import { uploadsOf } from '../../platform/http/uploads.ts'
import { authorize, found, signedIn } from '../../platform/who/current.ts'
import { canEdit, canRead } from '../policy.ts'
import { resourceBySlug } from '../queries.ts'
import { one, writersOnly } from '../seen.ts'
import { beginDraft, removeDraft, saveDraft } from './actions.ts'
import { addFilesToDraft, addPictures, removeFileOfDraft } from './files.ts'
import { draftForm } from './forms.ts'
import { othersWriting } from './others.ts'
import { draftOfForm, ownDraft } from './own.ts'
import { draftUrl, presentFiles } from './presenter.ts'
import { draftsOf, presentedDraft } from './queries.ts'
import { typedValues } from './typed.ts'

/** What a member has begun and nobody else sees: kept as it is typed, with its files. */
export const draftRoutes = Router()

draftRoutes.use('/brouillons', neverStored)

draftRoutes.get('/brouillons', async (req, res) => {
  const items = await draftsOf(signedIn(req), language(res))
  await respond(req, res, {
    view: 'resources/drafts',
    data: { items, total: items.length, next: null },
    page: { title: res.locals.t('writing.drafts'), nav: 'ressources' },
  })
})

draftRoutes.post('/brouillons', writersOnly, uploadsOf(), async (req, res) => {
  const known = await draftOfForm(req)
  if (known) return keep(req, res, known)
  const said = parse(draftForm, req)
  const resource = said.resource ? await changeable(req, said.resource) : undefined
  const draft = await once(req, {
    find: _id => Draft.findById(_id).lean<DraftRecord>(),
    make: async () => {
      const begun = await beginDraft(signedIn(req), typedValues(req.body), said, resource)
      return addFilesToDraft(begun, req.uploads ?? [])
    },
  })
  await answer(req, res, draft, resource)
})

draftRoutes.post('/brouillons/:id', writersOnly, uploadsOf(), async (req, res) =>
  keep(req, res, await ownDraft(req)),
)

draftRoutes.post('/brouillons/:id/suppression', async (req, res) => {
  await removeDraft(await ownDraft(req))
  removed(req, res, '/ressources/brouillons', 'draftRemoved')
})

draftRoutes.post('/brouillons/:id/pieces-jointes', writersOnly, uploadsOf(), async (req, res) => {
  const { draft, pictures } = await addPictures(await ownDraft(req), req.uploads ?? [])
  const items = presentFiles(draft)
  const added = pictures.map(picture =>
    presentAttachment(picture, `${draftUrl(draft)}/pieces-jointes`),
  )[0]
  const { url } = await presentedDraft(draft, signedIn(req), language(res))
  if (wantsJson(req) && added)
    created(req, res, { ...added, ...{ items, total: items.length, next: null } })
  else changed(req, res, { url }, 'draftSaved')
})

draftRoutes.get('/brouillons/:id/pieces-jointes/:file', async (req, res) => {
  const draft = await ownDraft(req)
  await sendAttachment(req, res, attachmentOf(draft, one(req.params.file)), { inline: true })
})

/** The button stands in the form: what is typed there is kept as well. */
draftRoutes.post(
  '/brouillons/:id/pieces-jointes/:file/suppression',
  uploadsOf(),
  async (req, res) => {
    const draft = await ownDraft(req)
    await removeFileOfDraft(draft, attachmentOf(draft, one(req.params.file)))
    if (req.body?.title !== undefined) await saveDraft(draft, typedValues(req.body))
    const { url } = await presentedDraft(draft, signedIn(req), language(res))
    removed(req, res, url, 'fileRemoved')
  },
)

/** Only what one may change is begun anew. */
async function changeable(req: Request, slug: string) {
  const viewer = signedIn(req)
  const resource = found(await resourceBySlug(slug))
  found(resource, canRead(viewer, resource))
  authorize(canEdit(viewer, resource))
  return resource
}

async function keep(req: Request, res: Response, draft: DraftRecord) {
  const saved = await saveDraft(draft, typedValues(req.body), parse(draftForm, req))
  const { resource } = parse(draftForm, req)
  const subject = resource ? await changeable(req, resource).catch(() => undefined) : undefined
  await answer(req, res, await addFilesToDraft(saved, req.uploads ?? []), subject)
}

/** A script also learns who else writes, and whether a newer version is there. */
async function answer(
  req: Request,
  res: Response,
  draft: DraftRecord,
  resource: ResourceRecord | undefined,
) {
  const viewer = signedIn(req)
  const record = await presentedDraft(draft, viewer, language(res))
  if (!wantsJson(req)) return changed(req, res, record, 'draftSaved')
  const others = resource ? await othersWriting(resource, viewer, language(res)) : []
  const told = { ...record, others, version: resource?.version ?? null }
  if (draft.turn === 1) created(req, res, told)
  else changed(req, res, told)
}
