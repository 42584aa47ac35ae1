import { type Request, type RequestHandler, type Response, Router } from 'express'
import { Member, ROLES } from '../../models/member.ts'
import { found, viewerOf } from '../auth/current.ts'
import { NotFound } from '../errors.ts'
import { objectId, parse } from '../http/parse.ts'
import { againOnInvalid, changed, removed, respond, startForm } from '../http/respond.ts'
import { neverStored } from '../http/security.ts'
import { canApprove, canChangeRole, isAdmin } from '../members/policy.ts'
import { changeSettings, networkSettings } from '../network/settings.ts'
import { approve, grantSpace, refuse, refuseSpace } from './actions.ts'
import { categoryRoutes } from './categories.ts'
import { claimForm, roleForm, settingsForm } from './forms.ts'
import { membersByState, presentCandidate, spaceClaims, waitingCount } from './members.ts'
import { adminRoomRoutes } from './rooms.ts'

/** Approvals for coordinators, settings and roles for administrators. For others it does not exist. */
export const adminRoutes = Router()

adminRoutes.use(neverStored)

const coordinatorsOnly: RequestHandler = (req, _res, next) => {
  if (!canApprove(viewerOf(req))) throw new NotFound()
  next()
}

export const adminsOnly: RequestHandler = (req, _res, next) => {
  if (!isAdmin(viewerOf(req))) throw new NotFound()
  next()
}

adminRoutes.get('/', coordinatorsOnly, async (req, res) => {
  const pending = await waitingCount()
  await respond(req, res, {
    view: 'admin/index',
    data: { pending },
    page: { title: res.locals.t('admin.title'), nav: 'administration' },
  })
})

adminRoutes.get('/demandes', coordinatorsOnly, async (req, res) => {
  const [items, claims] = await Promise.all([membersByState('pending'), spaceClaims()])
  await respond(req, res, {
    view: 'admin/requests',
    data: { items, total: items.length, next: null, claims },
    page: { title: res.locals.t('admin.requestsTitle'), nav: 'administration' },
  })
})

adminRoutes.post('/demandes/:id/accord', coordinatorsOnly, async (req, res) => {
  const member = await approve(candidateId(req))
  changed(
    req,
    res,
    { ...presentCandidate(member, null), url: '/administration/demandes' },
    'approved',
  )
})

adminRoutes.post('/demandes/:id/refus', coordinatorsOnly, async (req, res) => {
  await refuse(candidateId(req))
  removed(req, res, '/administration/demandes', 'refused')
})

adminRoutes.post('/demandes/:id/lieu', coordinatorsOnly, async (req, res) => {
  const member = await grantSpace(candidateId(req), parse(claimForm, req).space)
  changed(req, res, { ...presentCandidate(member, null), url: '/administration/demandes' }, 'saved')
})

adminRoutes.post('/demandes/:id/lieu/refus', coordinatorsOnly, async (req, res) => {
  await refuseSpace(candidateId(req), parse(claimForm, req).space)
  removed(req, res, '/administration/demandes', 'saved')
})

adminRoutes.get('/membres', adminsOnly, async (req, res) => {
  const items = await membersByState('active')
  await respond(req, res, {
    view: 'admin/members',
    data: { items, total: items.length, next: null },
    also: { roles: ROLES },
    page: { title: res.locals.t('admin.membersTitle'), nav: 'administration' },
  })
})

adminRoutes.post('/membres/:id/role', adminsOnly, async (req, res) => {
  const { role } = parse(roleForm, req)
  const member = found(await Member.findById(candidateId(req)))
  if (!canChangeRole(viewerOf(req), { id: member.id })) throw new NotFound()
  member.role = role
  await member.save()
  changed(req, res, { ...presentCandidate(member, null), url: '/administration/membres' }, 'saved')
})

adminRoutes.use('/salons', adminsOnly, adminRoomRoutes)

adminRoutes.use('/categories', adminsOnly, categoryRoutes)

adminRoutes.get('/reseau', adminsOnly, showSettings)
adminRoutes.post('/reseau', adminsOnly, againOnInvalid(showSettings), async (req, res) => {
  const { act, bar, ...settings } = parse(settingsForm, req)
  await changeSettings({ ...settings, colours: { act, bar } })
  changed(req, res, { ...settings, act, bar, url: '/administration/reseau' }, 'saved')
})

async function showSettings(req: Request, res: Response) {
  const { name, tagline, region, volunteersAtOnce, colours } = await networkSettings()
  const { act, bar } = colours ?? {}
  const data = { name, tagline, region, volunteersAtOnce, act, bar }
  startForm(res, data)
  await respond(req, res, {
    view: 'admin/settings',
    data,
    page: { title: res.locals.t('admin.settingsTitle'), nav: 'administration' },
  })
}

function candidateId(req: Request) {
  return found(objectId.safeParse(req.params.id).data)
}
