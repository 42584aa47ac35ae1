import { type Request, type RequestHandler, type Response, Router } from 'express'
import { Space, type SpaceRecord } from '../../models/space.ts'
import { SERVICES, SPACE_KINDS } from '../../models/words/space.ts'
import { upcomingAt } from '../gatherings/queries.ts'
import { territoriesById } from '../people/groups/territories.ts'
import { record } from '../platform/audit/record.ts'
import { sendFresh } from '../platform/http/fresh.ts'
import { listPage } from '../platform/http/lists.ts'
import { check, parse, parseQuery } from '../platform/http/parse.ts'
import { language } from '../platform/http/preferences.ts'
import { againOnInvalid, changed, created, respond, startForm } from '../platform/http/respond.ts'
import { services } from '../platform/services.ts'
import { authorize, found, signedIn, viewerOf } from '../platform/who/current.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { isMember } from '../platform/who/viewer.ts'
import { activityOf, activityWords } from '../practice/runs/activity.ts'
import { changeSpace, createSpace } from './actions.ts'
import { csv, geoJson } from './exports.ts'
import { type SpaceInput, type SpacesQuery, spaceForm, spacesQuery } from './forms.ts'
import { weekWords } from './hours-words.ts'
import { isKnownService } from './kind-words.ts'
import { listMap, networkMap } from './map.ts'
import { canCreate, canEdit, canGrant, canSeeTeam } from './policy.ts'
import { presentSpace, serviceLabel, spaceWords } from './presenter.ts'
import { spaceCount, spacesFor, teamOf } from './queries.ts'
import { teamRoutes } from './team-routes.ts'

/** The directory of spaces, its map, and the pages of each. */
export const spaceRoutes = Router()

spaceRoutes.get('/', async (req, res) => {
  const query = parseQuery(spacesQuery, req)
  const territories = await territoriesById()
  const list = await listPage(spacesFor(query, territories), query.page, addressOf(query), spaces =>
    spaces.map(space => presentSpace(space, territories)),
  )
  const { t } = res.locals
  await respond(req, res, {
    view: 'spaces/index',
    data: list.data,
    also: {
      ...list.also,
      rows: list.data.items.map((space, i) => ({
        ...{ ...space, ...spaceWords(space, language(res)), rank: i + 1 },
      })),
      map: await listMap(list.data.items),
      query,
      networkTotal: await spaceCount(),
      filtered: addressOf(query) !== '/lieux',
      exports: addressOf(query).replace('/lieux', ''),
      kinds: SPACE_KINDS.map(value => ({ value, label: t(`spaces.kinds.${value}`) })),
      services: SHOWN_SERVICES.map(value => ({ value, label: serviceLabel(value, t) })),
      territories: [...territories.values()].map(({ slug, name }) => ({
        value: slug,
        label: name,
      })),
      can: { create: canCreate(viewerOf(req)) },
    },
    page: { title: t('spaces.title'), nav: 'lieux', topics: ['spaces', 'territories'] },
  })
})

/** Those that most people look for; the others are found on the spaces' own pages. */
const SHOWN_SERVICES = [
  'repair-cafe',
  '3d-printer',
  'pc-loan',
  'printing',
  'interview-desk',
  'accessible',
]

export const spacesGeoJson: RequestHandler = async (req, res) => {
  const body = JSON.stringify(geoJson(await everySpace(req), services().baseUrl))
  sendFresh(req, res, { type: 'application/geo+json; charset=utf-8', body })
}

export const spacesCsv: RequestHandler = async (req, res) => {
  res.attachment('lieux.csv')
  sendFresh(req, res, { type: 'text/csv; charset=utf-8', body: csv(await everySpace(req)) })
}

spaceRoutes.get('/carte.svg', async (req, res) => {
  const cache = 'public, max-age=300, stale-while-revalidate=86400'
  sendFresh(req, res, { type: 'image/svg+xml; charset=utf-8', body: await networkMap(), cache })
})

spaceRoutes.get('/nouveau', showNew)
spaceRoutes.post('/', creatorsOnly, againOnInvalid(showNew), async (req, res) => {
  const space = await createSpace(parse(spaceForm, req))
  await record(signedIn(req), 'space.added', { kind: 'space', id: space._id, label: space.name })
  created(req, res, presentSpace(space, await territoriesById()))
})

spaceRoutes.get('/:slug', async (req, res) => {
  const viewer = viewerOf(req)
  const space = await known(req)
  const [territories, team, activity] = await Promise.all([
    territoriesById(),
    teamOf(space),
    activityOf(space, viewer),
  ])
  const data = presentSpace(space, territories)
  await respond(req, res, {
    view: 'spaces/show',
    data: { ...data, activity, teamCount: team.length, ...(canSeeTeam(viewer) ? { team } : {}) },
    also: {
      ...spaceWords(data, language(res)),
      week: weekWords(space.openingHours, language(res)),
      map: await listMap([space]),
      gatherings: await upcomingAt(space, viewer, language(res)),
      months: activityWords(activity.months, language(res)),
      can: { edit: canEdit(viewer, space), report: isMember(viewer) },
    },
    page: {
      title: `${space.name}, ${space.commune}`,
      nav: 'lieux',
      topics: ['spaces', 'territories', 'members', 'gatherings', 'run_reports', 'resources'],
    },
  })
})

spaceRoutes.use('/:slug/equipe', teamRoutes)
spaceRoutes.get('/:slug/modifier', showEdit)
spaceRoutes.post('/:slug/modifier', againOnInvalid(showEdit), async (req, res) => {
  const space = await editable(req)
  const current = presentSpace(space, await territoriesById())
  // What a script does not name stays as it is; a form names every field.
  const input = check(spaceForm, { ...current, ...unticked(req), ...req.body })
  const allowed = canGrant(viewerOf(req)) ? input : withoutGrants(input, current)
  const saved = presentSpace(await changeSpace(space, allowed), await territoriesById())
  await noteGrants(signedIn(req), current, saved)
  changed(req, res, saved, 'saved')
})

async function showNew(req: Request, res: Response) {
  authorize(canCreate(signedIn(req)))
  startForm(res, { kind: 'epn', services: [] })
  await showForm(req, res, 'spaces/new', 'spaces.newTitle')
}

async function showEdit(req: Request, res: Response) {
  const space = presentSpace(await editable(req), await territoriesById())
  startForm(res, { ...space, territory: space.territoryName })
  await showForm(req, res, 'spaces/edit', 'spaces.editTitle', space)
}

async function showForm(req: Request, res: Response, view: string, title: string, data = {}) {
  const { t } = res.locals
  const values: Record<string, unknown> = res.locals.form?.values ?? {}
  values.otherServices = [values.services ?? []]
    .flat()
    .filter(service => typeof service === 'string' && service && !isKnownService(service))
    .join(', ')
  await respond(req, res, {
    view,
    data,
    also: {
      kinds: SPACE_KINDS.map(value => ({ value, label: t(`spaces.kinds.${value}`) })),
      knownServices: SERVICES.map(value => ({ value, label: serviceLabel(value, t) })),
      territories: [...(await territoriesById()).values()].map(({ name }) => name),
      can: { grant: canGrant(viewerOf(req)) },
    },
    page: { title: t(title), nav: 'lieux' },
  })
}

function creatorsOnly(req: Request, _res: Response, next: () => void) {
  authorize(canCreate(signedIn(req)))
  next()
}

async function known(req: Request): Promise<SpaceRecord> {
  return found(await Space.findOne({ slug: String(req.params.slug) }).lean())
}

async function editable(req: Request) {
  const space = await known(req)
  authorize(canEdit(signedIn(req), space))
  return space
}

/** A form says nothing of a box that is not ticked. */
function unticked(req: Request) {
  return req.is('json') ? {} : { lead: false, labelled: false, services: [] }
}

type Granted = Pick<
  ReturnType<typeof presentSpace>,
  'id' | 'name' | 'lead' | 'labelled' | 'territory'
>

/** Labels, lead spaces and territories are the coordination's acts; hours and addresses are not. */
async function noteGrants(by: Viewer, before: Granted, after: Granted) {
  const grants = ({ lead, labelled, territory }: Granted) => ({ lead, labelled, territory })
  const [from, to] = [grants(before), grants(after)]
  if (JSON.stringify(from) === JSON.stringify(to)) return
  await record(
    by,
    'space.granted',
    { kind: 'space', id: after.id, label: after.name },
    { from, to },
  )
}

function withoutGrants(input: SpaceInput, current: ReturnType<typeof presentSpace>): SpaceInput {
  const { lead, labelled, territory } = current
  return { ...input, lead, labelled, territory: territory ?? '' }
}

async function everySpace(req: Request) {
  const query = parseQuery(spacesQuery, req)
  const territories = await territoriesById()
  const spaces = await spacesFor(query, territories).lean()
  return spaces.map(space => presentSpace(space, territories))
}

/** The list's own address, with the filters that it understood. */
function addressOf({ q, type, territoire, service, ouvert, label }: SpacesQuery) {
  const search = new URLSearchParams()
  const chosen = { q, type, territoire, ouvert: ouvert && '1', label: label && '1' }
  for (const [name, value] of Object.entries(chosen)) if (value) search.set(name, value)
  for (const one of service) search.append('service', one)
  return search.size ? `/lieux?${search}` : '/lieux'
}
