import { type Request, type Response, Router } from 'express'
import { Member } from '../../models/member.ts'
import { ROLES } from '../../models/words/member.ts'
import { waitingCounts } from '../moderation/queue.ts'
import { resetCodes } from '../people/auth/second-factor/actions.ts'
import { whoHasCodes } from '../people/auth/second-factor/state.ts'
import { withLikenesses } from '../people/joining/candidates.ts'
import { mergeForm, refusalForm } from '../people/joining/forms.ts'
import { mergeRequested } from '../people/joining/merging.ts'
import { keepAnAdmin } from '../people/members/sanctions.ts'
import { record } from '../platform/audit/record.ts'
import { NotFound } from '../platform/errors.ts'
import { adminsOnly, coordinatorsOnly } from '../platform/http/guards.ts'
import { objectId, parse } from '../platform/http/parse.ts'
import { againOnInvalid, changed, removed, respond, startForm } from '../platform/http/respond.ts'
import { neverStored } from '../platform/http/security.ts'
import { changeSettings, networkSettings } from '../platform/network/settings.ts'
import { recheckMembers } from '../platform/realtime/revoke.ts'
import { found, signedIn, viewerOf } from '../platform/who/current.ts'
import { canChangeRole } from '../platform/who/viewer.ts'
import { approve, grantSpace, refuse, refuseSpace } from './actions.ts'
import { categoryRoutes } from './categories.ts'
import { claimForm, roleForm, settingsForm } from './forms.ts'
import { membersByState, presentCandidate, spaceClaims, waitingCount } from './members.ts'
import { adminRoomRoutes } from './rooms.ts'

/** Approvals for coordinators, settings and roles for administrators. For others it does not exist. */
export const adminRoutes = Router()

adminRoutes.use(neverStored)

adminRoutes.get('/', coordinatorsOnly, async (req, res) => {
  const pending = await waitingCount()
  const { open, review } = await waitingCounts(viewerOf(req))
  await respond(req, res, {
    view: 'admin/index',
    data: { pending, moderation: open + review },
    page: { title: res.locals.t('admin.title'), nav: 'administration' },
  })
})

adminRoutes.get('/demandes', coordinatorsOnly, showRequests)

async function showRequests(req: Request, res: Response) {
  const [items, claims] = await Promise.all([membersByState('pending'), spaceClaims()])
  await respond(req, res, {
    view: 'admin/requests',
    data: { items, total: items.length, next: null, claims },
    also: { rows: await withLikenesses(items) },
    page: { title: res.locals.t('admin.requestsTitle'), nav: 'administration' },
  })
}

adminRoutes.post('/demandes/:id/accord', coordinatorsOnly, async (req, res) => {
  const member = await approve(candidateId(req))
  await record(signedIn(req), 'member.approved', targetOf(member), { role: member.role })
  changed(
    req,
    res,
    { ...presentCandidate(member, null), url: '/administration/demandes' },
    'approved',
  )
})

const refusal = [coordinatorsOnly, againOnInvalid(showRequests)]
adminRoutes.post('/demandes/:id/refus', refusal, async (req: Request, res: Response) => {
  const { word } = parse(refusalForm, req)
  const { _id } = await refuse(candidateId(req), word)
  // Nothing is kept of whom it refuses, here neither.
  await record(signedIn(req), 'member.refused', { kind: 'member', id: _id })
  removed(req, res, '/administration/demandes', 'refused')
})

adminRoutes.post('/demandes/:id/fusion', refusal, async (req: Request, res: Response) => {
  const { member, asked } = await mergeRequested(candidateId(req), parse(mergeForm, req))
  const done = { ...presentCandidate(member, null), url: '/administration/demandes' }
  if (!asked)
    await record(signedIn(req), 'member.approved', targetOf(member), { role: member.role })
  changed(req, res, { ...done, asked }, asked ? 'mergeAsked' : 'approved')
})

adminRoutes.post('/demandes/:id/lieu', coordinatorsOnly, async (req, res) => {
  const { space } = parse(claimForm, req)
  const member = await grantSpace(candidateId(req), space)
  await record(signedIn(req), 'member.spaceGranted', targetOf(member), { space })
  changed(req, res, { ...presentCandidate(member, null), url: '/administration/demandes' }, 'saved')
})

adminRoutes.post('/demandes/:id/lieu/refus', coordinatorsOnly, async (req, res) => {
  const { space } = parse(claimForm, req)
  const member = await refuseSpace(candidateId(req), space)
  await record(signedIn(req), 'member.spaceRefused', targetOf(member), { space })
  removed(req, res, '/administration/demandes', 'saved')
})

adminRoutes.get('/membres', adminsOnly, async (req, res) => {
  const members = await membersByState('active')
  const asked = await whoHasCodes(members.map(({ id }) => id))
  const items = members.map(member => ({ ...member, secondFactor: asked.has(member.id) }))
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
  const before = member.role
  member.role = role
  await member.save()
  await keepAnAdmin(before, () => Member.updateOne({ _id: member._id }, { $set: { role: before } }))
  // A coordinator reads every territory's group; an animateur, that of their own.
  await recheckMembers([member.id])
  await record(signedIn(req), 'member.role', targetOf(member), { from: before, to: role })
  changed(req, res, { ...presentCandidate(member, null), url: '/administration/membres' }, 'saved')
})

/** For who lost both their telephone and their recovery codes; one's own are turned off with a code. */
adminRoutes.post('/membres/:id/code/retrait', adminsOnly, async (req, res) => {
  const member = found(
    await Member.findOne({ _id: candidateId(req), state: 'active' }, '_id').lean(),
  )
  const id = String(member._id)
  found(member, canChangeRole(viewerOf(req), { id }))
  found(member, await resetCodes(id, signedIn(req)))
  removed(req, res, '/administration/membres', 'codesReset')
})

adminRoutes.use('/salons', adminsOnly, adminRoomRoutes)

adminRoutes.use('/categories', adminsOnly, categoryRoutes)

adminRoutes.get('/reseau', adminsOnly, showSettings)
adminRoutes.post('/reseau', adminsOnly, againOnInvalid(showSettings), async (req, res) => {
  const { act, bar, ...settings } = parse(settingsForm, req)
  await changeSettings({ ...settings, colours: { act, bar } })
  const network = { kind: 'network', id: 'network', label: settings.name }
  await record(signedIn(req), 'network.changed', network, { ...settings, act, bar })
  changed(req, res, { ...settings, act, bar, url: '/administration/reseau' }, 'saved')
})

async function showSettings(req: Request, res: Response) {
  const { name, tagline, region, volunteersAtOnce, adminsNeedSecondFactor, colours } =
    await networkSettings()
  const { act, bar } = colours ?? {}
  const data = { name, tagline, region, volunteersAtOnce, adminsNeedSecondFactor, act, bar }
  startForm(res, data)
  await respond(req, res, {
    view: 'admin/settings',
    data,
    page: { title: res.locals.t('admin.settingsTitle'), nav: 'administration' },
  })
}

function targetOf({ _id, name }: { _id: unknown; name: string }) {
  return { kind: 'member', id: _id, label: name }
}

function candidateId(req: Request) {
  return found(objectId.safeParse(req.params.id).data)
}
