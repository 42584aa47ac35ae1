import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { listedKinds } from '../platform/content/kinds.ts'
import { pagerOf } from '../platform/http/lists.ts'
import { pageQuery, parseQuery } from '../platform/http/parse.ts'
import { language } from '../platform/http/preferences.ts'
import { respond } from '../platform/http/respond.ts'
import { viewerOf } from '../platform/who/current.ts'
import { askAddress, searchAddress } from './addresses.ts'
import { searchEverything } from './everything.ts'
import { saveRoutes } from './saved/routes.ts'
import { isSearchReady } from './service.ts'

/** Everything that the reader may see, best first. */
export const searchRoutes = Router()

searchRoutes.use('/enregistrees', saveRoutes)

const PAGE = 20

const searchQuery = pageQuery.extend({
  q: z.string().trim().max(200).catch(''),
  type: z.string().optional().catch(undefined),
})

searchRoutes.get('/', async (req: Request, res) => {
  const { q, type, page } = parseQuery(searchQuery, req)
  const kind = listedKinds().find(({ index, tab }) => type === index || type === tab.word)?.index
  const asked = { q, kind, page, size: PAGE }
  const { counts, ...found } = q
    ? await searchEverything(viewerOf(req), asked, language(res))
    : { items: [], near: [], total: 0, guessed: [], counts: {} }
  const pager = pagerOf(page, found.total, searchAddress(q, kind), PAGE)
  await respond(req, res, {
    view: 'search/index',
    data: { ...found, next: pager.next, q },
    also: {
      ...{ pager, tabs: tabsOf(q, kind, counts, res), ready: isSearchReady() },
      rows: found.items.map(shown),
      nearRows: found.near.map(shown),
      ask: askAddress(q),
      kind,
      guesses: found.guessed.join(', '),
    },
    page: { title: res.locals.t('search.title'), nav: 'recherche' },
  })
})

function shown<H extends { kind: string }>(hit: H) {
  const tab = listedKinds().find(({ index }) => index === hit.kind)?.tab
  return { ...hit, icon: tab?.icon, tone: tab?.tone }
}

/** All kinds, then each that has something. */
function tabsOf(
  q: string,
  kind: string | undefined,
  counts: { [kind: string]: number },
  res: Response,
) {
  const some = listedKinds().filter(({ index }) => counts[index])
  if (some.length <= 1 && !kind) return []
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const { t } = res.locals
  return [
    {
      label: t('search.all'),
      icon: 'search',
      url: searchAddress(q),
      total: all,
      current: kind === undefined,
    },
    ...some.map(({ index, tab }) => ({
      label: t(`search.kinds.${index}`),
      icon: tab.icon,
      url: searchAddress(q, index),
      total: counts[index] ?? 0,
      current: index === kind,
    })),
  ]
}
