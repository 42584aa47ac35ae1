import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { pagerOf } from '../platform/http/lists.ts'
import { pageQuery, parseQuery } from '../platform/http/parse.ts'
import { language } from '../platform/http/preferences.ts'
import { respond } from '../platform/http/respond.ts'
import { viewerOf } from '../platform/who/current.ts'
import { askAddress, KIND_WORDS, searchAddress } from './addresses.ts'
import { searchEverything } from './everything.ts'
import { SHOWN_KINDS, type ShownKind } from './hits.ts'
import { saveRoutes } from './saved/routes.ts'
import { isSearchReady } from './service.ts'

/** Everything that the reader may see, best first. */
export const searchRoutes = Router()

searchRoutes.use('/enregistrees', saveRoutes)

const PAGE = 20

const ICONS: Record<ShownKind, { icon: string; tone: string }> = {
  resources: { icon: 'sheet', tone: 'glass' },
  gatherings: { icon: 'calendar', tone: 'wheat' },
  spaces: { icon: 'pin', tone: 'glass' },
  threads: { icon: 'thread', tone: 'sea' },
  messages: { icon: 'chat', tone: 'heather' },
  members: { icon: 'user', tone: 'sea' },
  collections: { icon: 'stack', tone: 'glass' },
  groups: { icon: 'users', tone: 'heather' },
}

const searchQuery = pageQuery.extend({
  q: z.string().trim().max(200).catch(''),
  type: z.string().optional().catch(undefined),
})

searchRoutes.get('/', async (req: Request, res) => {
  const { q, type, page } = parseQuery(searchQuery, req)
  const kind = SHOWN_KINDS.find(one => one === type || KIND_WORDS[one] === type)
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

function shown<H extends { kind: ShownKind }>(hit: H) {
  return { ...hit, ...ICONS[hit.kind] }
}

/** All kinds, then each that has something. */
function tabsOf(
  q: string,
  kind: ShownKind | undefined,
  counts: { [kind: string]: number },
  res: Response,
) {
  const some = SHOWN_KINDS.filter(one => counts[one])
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const tab = (one: ShownKind | undefined, total: number) => ({
    label: res.locals.t(one ? `search.kinds.${one}` : 'search.all'),
    icon: one ? ICONS[one].icon : 'search',
    url: searchAddress(q, one),
    total,
    current: one === kind,
  })
  return some.length > 1 || kind
    ? [tab(undefined, all), ...some.map(one => tab(one, counts[one] ?? 0))]
    : []
}
