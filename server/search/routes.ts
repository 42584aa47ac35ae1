import { type Request, Router } from 'express'
import { z } from 'zod'
import { viewerOf } from '../auth/current.ts'
import { parseQuery } from '../http/parse.ts'
import { language } from '../http/preferences.ts'
import { respond } from '../http/respond.ts'
import { searchEverything } from './everything.ts'

/** Everything that the reader may see, in one list of kinds. */
export const searchRoutes = Router()

const searchQuery = z.object({ q: z.string().trim().max(200).catch('') })

searchRoutes.get('/', async (req: Request, res) => {
  const { q } = parseQuery(searchQuery, req)
  const groups = q ? await searchEverything(viewerOf(req), q, language(res)) : []
  const items = groups.flatMap(({ kind, items }) => items.map(item => ({ kind, ...item })))
  await respond(req, res, {
    view: 'search/index',
    data: { items, total: items.length, next: null, q },
    also: { groups },
    page: { title: res.locals.t('search.title'), nav: 'recherche' },
  })
})
