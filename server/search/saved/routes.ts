import { type Request, type Response, Router } from 'express'
import { SavedSearch, type SavedSearchRecord } from '../../../models/saved-search.ts'
import { found, signedIn } from '../../auth/current.ts'
import { objectId, parse } from '../../http/parse.ts'
import {
  againOnInvalid,
  changed,
  created,
  removed,
  respond,
  wantsJson,
} from '../../http/respond.ts'
import { neverStored } from '../../http/security.ts'
import { searchAddress } from '../addresses.ts'
import { SHOWN_KINDS } from '../hits.ts'
import { savedBy, saveSearch } from './actions.ts'
import { savedForm } from './forms.ts'

const SAVED = '/compte/recherches'

/** `/recherche/enregistrees`: from the results. */
export const saveRoutes = Router()
/** `/compte/recherches`: what one has saved. */
export const savedRoutes = Router()

saveRoutes.post('/', againOnInvalid(showSaved), async (req, res) => {
  const saved = presentSaved(await saveSearch(signedIn(req).id, parse(savedForm, req)))
  if (wantsJson(req)) created(req, res, saved)
  else changed(req, res, { url: SAVED }, 'searchSaved')
})

savedRoutes.use(neverStored)

savedRoutes.get('/', showSaved)

savedRoutes.post('/:id/suppression', async (req, res) => {
  const member = signedIn(req).id
  const _id = found(objectId.safeParse(req.params.id).data)
  const { deletedCount } = await SavedSearch.deleteOne({ _id, member })
  found(deletedCount > 0 ? _id : null)
  removed(req, res, SAVED, 'searchRemoved')
})

async function showSaved(req: Request, res: Response) {
  const items = (await savedBy(signedIn(req).id)).map(presentSaved)
  await respond(req, res, {
    view: 'search/saved',
    data: { items, total: items.length, next: null },
    page: { title: res.locals.t('search.saved.title'), nav: 'compte' },
  })
}

function presentSaved({ _id, q, kind, createdAt }: SavedSearchRecord) {
  const shown = SHOWN_KINDS.find(one => one === kind)
  return {
    ...{ id: String(_id), q, kind: shown ?? null },
    url: searchAddress(q, shown),
    createdAt: createdAt.toISOString(),
  }
}
