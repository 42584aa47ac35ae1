import { type Request, type Response, Router } from 'express'
import { Space } from '../../../models/space.ts'
import { record } from '../../platform/audit/record.ts'
import { parse, textOf } from '../../platform/http/parse.ts'
import { language } from '../../platform/http/preferences.ts'
import { againOnInvalid, respond, startForm, wantsJson } from '../../platform/http/respond.ts'
import { neverStored } from '../../platform/http/security.ts'
import { networkSettings } from '../../platform/network/settings.ts'
import { tokenIn } from '../../platform/secret-links.ts'
import { services } from '../../platform/services.ts'
import { spend } from '../../platform/who/limits.ts'
import { addressOf } from '../auth/address.ts'
import { invitationOf } from '../invitations/actions.ts'
import { spaceChoices } from '../members/space-choices.ts'
import { awaited, confirmAddress } from './confirm.ts'
import { confirmForm, invitedForm, mergeAnswerForm, resendForm, signUpForm } from './forms.ts'
import { joinByInvitation } from './invited.ts'
import { declineMerge, finishMerge, mergeOf } from './merging.ts'
import { askToJoin } from './request.ts'

/** Asking to join, by oneself or invited, and the links that show whose an address is. */
export const joiningRoutes = Router()

joiningRoutes.get('/inscription', showSignUp)

joiningRoutes.post('/inscription', againOnInvalid(showSignUp), async (req, res) => {
  const request = await (isInvited(req) ? invited(req, res) : asked(req, res))
  if (wantsJson(req)) res.status(201).location(request.url).json(request)
  else await showAfter(req, res, request)
})

async function asked(req: Request, res: Response) {
  const input = parse(signUpForm, req)
  await spend('signUpAddress', addressOf(req))
  return askToJoin(input, language(res))
}

/** No limit by address: a room of people may join from one, and nobody guesses 256 bits. Its uses are its limit. */
function invited(req: Request, res: Response) {
  return joinByInvitation(parse(invitedForm, req), language(res))
}

joiningRoutes.use('/inscription', neverStored)

joiningRoutes.get('/inscription/confirmation', showConfirmation)

joiningRoutes.post(
  '/inscription/confirmation',
  againOnInvalid(showConfirmation),
  async (req, res) => {
    await spend('mailedLink', addressOf(req))
    const request = await confirmAddress(parse(confirmForm, req).token)
    if (wantsJson(req)) res.json(request)
    else await showAfter(req, res, request, 200)
  },
)

/** The same answer whether or not anything waits for this address. */
joiningRoutes.post('/inscription/renvoi', againOnInvalid(showConfirmation), async (req, res) => {
  const { email } = parse(resendForm, req)
  await spend('mailedLink', addressOf(req))
  await spend('confirmAccount', email)
  await services().jobs.soon('mail.confirmAgain', { email })
  if (wantsJson(req)) res.status(202).json({ url: '/inscription/confirmation' })
  else await showConfirmation(req, res, { sent: true })
})

joiningRoutes.get('/inscription/reunion', showMerge)

joiningRoutes.post('/inscription/reunion', againOnInvalid(showMerge), async (req, res) => {
  await spend('mailedLink', addressOf(req))
  const { owner, candidate } = await finishMerge(parse(mergeAnswerForm, req))
  const target = { kind: 'member', id: owner._id, label: owner.name }
  await record({ id: String(owner._id), name: owner.name }, 'member.merged', target, {
    request: String(candidate._id),
  })
  await answerMerge(req, res, 'merged')
})

joiningRoutes.post('/inscription/reunion/refus', againOnInvalid(showMerge), async (req, res) => {
  await spend('mailedLink', addressOf(req))
  await declineMerge(parse(confirmForm, req).token)
  await answerMerge(req, res, 'declined')
})

async function answerMerge(req: Request, res: Response, done: 'merged' | 'declined') {
  if (wantsJson(req)) res.json({ done, url: '/connexion' })
  else await respond(req, res, { ...page('joining/merge', res, 'merge'), also: { done } })
}

async function showSignUp(req: Request, res: Response) {
  const token = typeof req.query.invitation === 'string' ? req.query.invitation : undefined
  const given = token ?? (isInvited(req) ? textOf(req.body.invitation) : undefined)
  const invitation = given === undefined ? undefined : await presentToGuest(given)
  const space = textOf(req.query.lieu)
  startForm(res, { role: 'animateur', space, email: invitation?.email, name: invitation?.name })
  if (given !== undefined) {
    res.setHeader('Referrer-Policy', 'no-referrer')
    res.setHeader('Cache-Control', 'no-store')
  }
  const { volunteersAtOnce } = await networkSettings()
  await respond(req, res, {
    ...page('auth/sign-up', res, 'signUp'),
    also: {
      ...{ spaces: await spaceChoices(), volunteersAtOnce, invitation },
      tooLate: given !== undefined && !invitation,
    },
  })
}

/** What somebody who holds the link may know of it. */
async function presentToGuest(token: string) {
  const invitation = await invitationOf(token)
  if (!invitation) return undefined
  const { role, word, name, email } = invitation
  const space = await Space.findById(invitation.space, 'name commune').lean()
  return { token, role, word, name, email, space: space && `${space.name}, ${space.commune}` }
}

async function showConfirmation(req: Request, res: Response, step?: unknown) {
  const sent = typeof step === 'object' && step !== null && 'sent' in step
  const token = tokenIn(req.query.lien ?? req.body?.token)
  const signUp = token ? await awaited(token) : null
  res.setHeader('Referrer-Policy', 'no-referrer')
  startForm(res, {})
  const asks = signUp && { token, name: signUp.name, email: signUp.email }
  await respond(req, res, {
    ...page('joining/confirm', res, 'confirm'),
    also: { sent, asks, badLink: Boolean(req.query.lien) && !signUp },
  })
}

async function showMerge(req: Request, res: Response) {
  const token = tokenIn(req.query.lien ?? req.body?.token)
  const known = token ? await mergeOf(token) : undefined
  res.setHeader('Referrer-Policy', 'no-referrer')
  startForm(res, {})
  const { name, email } = known?.candidate ?? {}
  const asks = known && { token, name, email, owner: known.owner.email }
  await respond(req, res, { ...page('joining/merge', res, 'merge'), also: { asks } })
}

async function showAfter(
  req: Request,
  res: Response,
  request: { state: string; name: string; email: string },
  status = 201,
) {
  await respond(req, res, { ...page('auth/welcome', res, 'welcome'), data: request, status })
}

function page(view: string, res: Response, name: string) {
  const title = res.locals.t(TITLES[name] ?? '')
  return { view, data: {}, page: { title, nav: 'connexion', mainClass: 'gate' } }
}

const TITLES: Record<string, string> = {
  signUp: 'auth.signUpTitle',
  welcome: 'auth.welcomeTitle',
  confirm: 'joining.confirmTitle',
  merge: 'joining.mergeTitle',
}

function isInvited(req: Request) {
  return Boolean(req.body?.invitation)
}
