import { type Request, type Response, Router } from 'express'
import { SavedSearch, type SavedSearchRecord } from '../../../models/saved-search.ts'
import { objectId, parse } from '../../platform/http/parse.ts'
import { language } from '../../platform/http/preferences.ts'
import {
  againOnInvalid,
  changed,
  created,
  removed,
  respond,
  wantsJson,
} from '../../platform/http/respond.ts'
import { neverStored } from '../../platform/http/security.ts'
import type { Language } from '../../platform/i18n/index.ts'
import { found, signedIn } from '../../platform/who/current.ts'
import { savedBy, saveSearch } from './actions.ts'
import { savedUrl, savedWords, shownKind } from './asked.ts'
import { savedForm, savedNameForm } from './forms.ts'

const SAVED = '/compte/recherches'

/** `/recherche/enregistrees`: from the results. */
export const saveRoutes = Router()
/** `/compte/recherches`: what one has saved. */
export const savedRoutes = Router()

saveRoutes.post('/', againOnInvalid(showSaved), async (req, res) => {
  const saved = await saveSearch(signedIn(req).id, parse(savedForm, req))
  if (wantsJson(req)) created(req, res, presentSaved(saved, language(res)))
  else changed(req, res, { url: SAVED }, 'searchSaved')
})

savedRoutes.use(neverStored)

savedRoutes.get('/', showSaved)

savedRoutes.post('/:id', againOnInvalid(showSaved), async (req, res) => {
  const member = signedIn(req).id
  const _id = found(objectId.safeParse(req.params.id).data)
  const { name } = parse(savedNameForm, req)
  const options = { returnDocument: 'after' as const }
  const saved = found(
    await SavedSearch.findOneAndUpdate(
      { _id, member },
      { $set: { name } },
      options,
    ).lean<SavedSearchRecord>(),
  )
  if (wantsJson(req)) res.json(presentSaved(saved, language(res)))
  else changed(req, res, { url: SAVED }, 'saved')
})

savedRoutes.post('/:id/suppression', async (req, res) => {
  const member = signedIn(req).id
  const _id = found(objectId.safeParse(req.params.id).data)
  const { deletedCount } = await SavedSearch.deleteOne({ _id, member })
  found(deletedCount > 0 ? _id : null)
  removed(req, res, SAVED, 'searchRemoved')
})

async function showSaved(req: Request, res: Response) {
  const items = (await savedBy(signedIn(req).id)).map(one => presentSaved(one, language(res)))
  await respond(req, res, {
    view: 'search/saved',
    data: { items, total: items.length, next: null },
    page: { title: res.locals.t('search.saved.title'), nav: 'compte' },
  })
}

function presentSaved(saved: SavedSearchRecord, language: Language) {
  const { _id, q, kind, filters = '', name = '', createdAt } = saved
  const asked = { q, kind, filters }
  return {
    ...{ id: String(_id), q, kind: shownKind(kind) ?? null, filters, name },
    ...{ url: savedUrl(asked), words: savedWords(asked, language) },
    createdAt: createdAt.toISOString(),
  }
}
