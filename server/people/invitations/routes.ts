import { randomUUID } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { Invitation, type InvitationRecord } from '../../../models/invitation.ts'
import { record } from '../../platform/audit/record.ts'
import { listPage } from '../../platform/http/lists.ts'
import { objectId, pageQuery, parse, parseQuery } from '../../platform/http/parse.ts'
import { language } from '../../platform/http/preferences.ts'
import {
  againOnInvalid,
  changed,
  respond,
  startForm,
  wantsJson,
} from '../../platform/http/respond.ts'
import { found, signedIn } from '../../platform/who/current.ts'
import { spend } from '../../platform/who/limits.ts'
import { spaceChoices } from '../members/space-choices.ts'
import { invite, revokeInvitation } from './actions.ts'
import { invitationForm, LIVES } from './forms.ts'
import { listRoutes } from './list-routes.ts'
import { rolesToInvite } from './policy.ts'
import { INVITATIONS, linkOf, type PresentedInvitation, shownInvitation } from './presenter.ts'
import { latestInvitations, withSurroundings } from './queries.ts'

/** `/administration/invitations`, behind the door of the administration. */
export const invitationRoutes = Router()

invitationRoutes.use('/liste', listRoutes)

invitationRoutes.get('/', showInvitations)

invitationRoutes.post('/', againOnInvalid(showInvitations), async (req, res) => {
  const viewer = signedIn(req)
  await spend('inviting', viewer.id)
  const { invitation, token } = await invite(viewer, parse(invitationForm, req), language(res))
  const [made] = await withSurroundings([invitation])
  const { role, uses } = invitation
  await record(viewer, 'invitation.made', target(invitation), { role, uses })
  // A link that goes by mail is made when the mail is.
  const link = invitation.email ? null : linkOf(token)
  await answerMade(req, res, { ...found(made), link })
})

invitationRoutes.get('/:id', async (req, res) => {
  const [invitation] = await withSurroundings([await invitationFor(req)])
  if (wantsJson(req)) res.json(invitation)
  else res.redirect(303, `${INVITATIONS}#i-${invitation?.id}`)
})

invitationRoutes.post('/:id/revocation', async (req, res) => {
  const invitation = await invitationFor(req)
  await revokeInvitation(invitation)
  await record(signedIn(req), 'invitation.revoked', target(invitation))
  const [now] = await withSurroundings([await invitationFor(req)])
  changed(req, res, wantsJson(req) ? found(now) : { url: INVITATIONS }, 'invitationRevoked')
})

async function showInvitations(req: Request, res: Response) {
  const { page } = parseQuery(pageQuery, req)
  const list = await listPage(latestInvitations(), page, INVITATIONS, withSurroundings)
  startForm(res, { role: 'animateur', days: 30, uses: 1, clientId: randomUUID() })
  await respond(req, res, {
    view: 'invitations/index',
    data: list.data,
    also: {
      ...list.also,
      rows: list.data.items.map(one => shownInvitation(one, language(res))),
      ...(await choicesOf(req, res)),
    },
    page: { title: res.locals.t('invitations.title'), nav: 'administration' },
  })
}

/** What the forms of this page offer to this member. */
export async function choicesOf(req: Request, res: Response) {
  const { t } = res.locals
  return {
    roles: rolesToInvite(signedIn(req)).map(value => ({ value, label: t(`roles.${value}`) })),
    lives: LIVES.map(value => ({ value, label: t('invitations.days', { days: value }) })),
    spaces: await spaceChoices(),
  }
}

/** The one page that ever shows a link. It answers the form itself: a redirect would have to keep it. */
async function answerMade(
  req: Request,
  res: Response,
  made: PresentedInvitation & { link: string | null },
) {
  if (wantsJson(req)) {
    res.status(201).location(made.url).json(made)
    return
  }
  await respond(req, res, {
    view: 'invitations/made',
    data: { ...shownInvitation(made, language(res)), link: made.link },
    page: {
      title: res.locals.t('invitations.madeTitle'),
      nav: 'administration',
      scripts: ['copy.js'],
    },
    status: 201,
  })
}

async function invitationFor(req: Request) {
  const _id = found(objectId.safeParse(req.params.id).data)
  return found(await Invitation.findById(_id, '-hash').lean<InvitationRecord>())
}

function target({ _id, email }: InvitationRecord) {
  return { kind: 'invitation', id: _id, label: email ?? '' }
}
