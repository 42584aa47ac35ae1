import { type Request, type Response, Router } from 'express'
import type { GroupRecord } from '../../../models/group.ts'
import { record } from '../../platform/audit/record.ts'
import { pagerOf } from '../../platform/http/lists.ts'
import { check, parse, parseQuery } from '../../platform/http/parse.ts'
import { againOnInvalid, changed, created, removed, respond } from '../../platform/http/respond.ts'
import { audienceOf } from '../../platform/who/audience.ts'
import { authorize, signedIn } from '../../platform/who/current.ts'
import * as actions from './actions.ts'
import { contentOf } from './content.ts'
import { isWatchedFromOutside } from './coordination.ts'
import { showEdit, showNew } from './form-pages.ts'
import { groupForm, groupsQuery } from './forms.ts'
import { tellKeepers } from './mails.ts'
import { keepersOf, peopleOf } from './people.ts'
import { peopleRoutes } from './people-routes.ts'
import {
  canAnnounceFor,
  canClose,
  canEnter,
  canKeep,
  canListAll,
  canMake,
  canMakeForTerritory,
  canReopen,
  hasAsked,
} from './policy.ts'
import { presentGroup, presentPerson, presentWhole, rightsIn } from './presenter.ts'
import { everyGroup, groupsFor, groupUrl } from './queries.ts'
import { anyGroup, groupFor, groupToChange } from './visible.ts'

/** Working groups, and those of the territories: for members only, whatever the address. */
export const groupRoutes = Router()

const A_PAGE = 15
const MOST_FACES = 18

groupRoutes.use((req, _res, next) => {
  signedIn(req)
  next()
})

groupRoutes.get('/', async (req, res) => {
  const viewer = signedIn(req)
  const { page } = parseQuery(groupsQuery, req)
  const groups = await groupsFor(viewer)
  const pager = pagerOf(page, groups.length, '/groupes', A_PAGE)
  const shown = groups.slice((page - 1) * A_PAGE, page * A_PAGE)
  const items = shown.map(group => presentGroup(group, viewer))
  await respond(req, res, {
    view: 'groups/index',
    data: { items, total: groups.length, next: pager.next },
    also: { pager, can: { make: canMake(viewer), listAll: canListAll(viewer) } },
    page: { title: res.locals.t('groups.title'), nav: 'groupes' },
  })
})

groupRoutes.get('/nouveau', showNew)
groupRoutes.post('/', againOnInvalid(showNew), async (req, res) => {
  const viewer = signedIn(req)
  authorize(canMake(viewer))
  const input = parse(groupForm, req)
  if (input.kind === 'territory') authorize(canMakeForTerritory(viewer))
  const group = await actions.makeGroup(viewer, input)
  await note(req, 'group.made', group)
  const keeper = { ...viewer, groups: [group.slug], keeps: [group.slug] }
  created(req, res, presentGroup(group, keeper))
})

/** Every group, whose names alone are told: to close what nobody keeps any more. */
groupRoutes.get('/tous', async (req, res) => {
  authorize(canListAll(signedIn(req)))
  const groups = await everyGroup().lean<GroupRecord[]>()
  const items = groups.map(group => ({
    id: String(group._id),
    url: groupUrl(group),
    ...{ slug: group.slug, title: group.title, kind: group.kind },
    memberCount: group.kind === 'territory' ? null : group.members.length,
    closedAt: group.closedAt?.toISOString() ?? null,
  }))
  await respond(req, res, {
    view: 'groups/all',
    data: { items, total: items.length, next: null },
    page: { title: res.locals.t('groups.allTitle'), nav: 'administration' },
  })
})

groupRoutes.get('/:slug', showGroup)
groupRoutes.get('/:slug/modifier', showEdit)
groupRoutes.post('/:slug/modifier', againOnInvalid(showEdit), async (req, res) => {
  const group = await groupToChange(req, canKeep)
  const { title, purpose, kind } = group
  // What a script does not name stays as it is; a form names every field.
  const input = check(groupForm, { title, purpose, kind, ...req.body })
  const saved = await actions.changeGroup(group, input)
  changed(req, res, presentGroup(saved, signedIn(req)), 'saved')
})

groupRoutes.post('/:slug/entree', async (req, res) => {
  const viewer = signedIn(req)
  const group = await groupToChange(req, canEnter)
  const how = await actions.enter(group, viewer)
  if (how === 'asked' && !hasAsked(viewer, group)) await tellKeepers(group, viewer.id)
  changed(req, res, { ...place(group), standing: how === 'in' ? 'member' : 'asked' }, FLASH[how])
})

groupRoutes.post('/:slug/sortie', async (req, res) => {
  const group = await groupFor(req)
  await actions.leave(group, signedIn(req))
  removed(req, res, group.kind === 'private' ? '/groupes' : groupUrl(group), 'groupLeft')
})

groupRoutes.post('/:slug/fermeture', async (req, res) => {
  const group = await anyGroup(req, canClose)
  await actions.closeGroup(group)
  await note(req, 'group.closed', group)
  removed(req, res, '/groupes', 'groupClosed')
})

groupRoutes.post('/:slug/reouverture', async (req, res) => {
  const group = await anyGroup(req, canReopen)
  await actions.reopenGroup(group)
  await note(req, 'group.reopened', group)
  removed(req, res, '/groupes/tous', 'groupReopened')
})

groupRoutes.use('/:slug', peopleRoutes)

const FLASH = { in: 'groupEntered', asked: 'groupAsked' }

async function showGroup(req: Request, res: Response) {
  const viewer = signedIn(req)
  const group = await groupFor(req)
  const [people, keepers] = await Promise.all([peopleOf(group), keepersOf(group)])
  const rights = rightsIn(group, viewer)
  // The last keeper would be refused.
  const can = { ...rights, leave: rights.leave && !(rights.keep && keepers.length === 1) }
  await respond(req, res, {
    view: 'groups/show',
    data: {
      ...presentWhole(group, viewer, { people, keepers }),
      ...(can.read ? { content: await contentOf(group, viewer, res) } : {}),
    },
    also: {
      can: { ...can, announce: canAnnounceFor(viewer, audienceOf(group)) },
      faces: people.slice(0, MOST_FACES).map(presentPerson),
      watched: can.read && (await isWatchedFromOutside(audienceOf(group))),
      waiting: can.keep ? group.asked.length : 0,
    },
    page: { title: group.title, nav: 'groupes' },
  })
}

function place(group: GroupRecord) {
  return { id: String(group._id), slug: group.slug, url: groupUrl(group) }
}

function note(req: Request, act: 'group.made' | 'group.closed' | 'group.reopened', g: GroupRecord) {
  return record(signedIn(req), act, { kind: 'group', id: g._id, label: g.title }, { kind: g.kind })
}
