import { type Request, type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import { Member } from '../../../../models/member.ts'
import { HttpError, Invalid, NotFound } from '../../../platform/errors.ts'
import { parse, requiredLine, textOf } from '../../../platform/http/parse.ts'
import { language, localPath } from '../../../platform/http/preferences.ts'
import { againOnInvalid, respond, startForm, tellNext } from '../../../platform/http/respond.ts'
import { neverStored } from '../../../platform/http/security.ts'
import { services } from '../../../platform/services.ts'
import { count, mostOf, spend } from '../../../platform/who/limits.ts'
import { addressOf } from '../address.ts'
import { countersFor, forgiveTries, mayTry } from '../door/attempts.ts'
import { proceed } from '../door/enter.ts'
import { useLink } from '../door/links.ts'
import { linkForm } from '../forms.ts'
import { readSignedIn } from '../passport.ts'
import { verifyPassword } from '../passwords.ts'
import { provider } from './client.ts'
import { arrival, departure } from './flow.ts'
import { link, memberOf, requestBy, sameAddress } from './identities.ts'
import { prove, receive, type Stranger, strangerOf } from './stranger.ts'

const WHO = '/connexion/oidc/lier'

/** `/connexion/oidc`: in by an identity provider, where the operator has chosen one. */
export const providerRoutes = Router()

const ifChosen: RequestHandler = (_req, _res, next) => {
  if (!provider()) throw new NotFound()
  next()
}

providerRoutes.use(ifChosen, neverStored)

providerRoutes.get('/', async (req, res) => {
  await spend('providerAddress', addressOf(req))
  const retour = localPath(textOf(req.query.retour), '')
  res.redirect(303, await departure(req, retour || undefined))
})

providerRoutes.get('/retour', async (req, res) => {
  await spend('providerAddress', addressOf(req))
  const { person, retour } = await arrival(req)
  const member = await memberOf(person)
  if (member) return enterAs(req, res, member, retour)
  await receive(req, person, retour)
  res.redirect(303, WHO)
})

providerRoutes.get('/lier', showWho)

/** An address is not an account: its owner says with their password that both are theirs. */
providerRoutes.post('/lier', againOnInvalid(showWho), async (req, res) => {
  const stranger = await provenStranger(req)
  const { password } = parse(z.object({ password: z.string().min(1).max(128) }), req)
  const counters = await countersFor(req, stranger.email)
  if (!(await mayTry(counters, res))) throw new Invalid({ form: 'security.useTheMail' })
  const member = await Member.findOne({ email: stranger.email }).lean()
  if (!(await verifyPassword(member?.passwordHash, password)))
    throw new Invalid({ password: 'security.wrongPassword' })
  await forgiveTries(counters)
  await linkAndEnter(req, res, stranger, member?._id)
})

providerRoutes.post('/lien', againOnInvalid(showWho), async (req, res) => {
  const { email, binding } = someStranger(req)
  if ((await count('providerLink', email)) <= mostOf('providerLink'))
    await services().jobs.soon('mail.providerLink', { email, binding, language: language(res) })
  tellNext(req, 'providerLinkSent')
  res.redirect(303, WHO)
})

providerRoutes.get('/lien', showLink)
providerRoutes.post('/confirmation', againOnInvalid(showLink), async (req, res) => {
  const { token } = parse(linkForm, req)
  const stranger = strangerOf(req)
  if (!stranger) throw new Invalid({ form: 'security.otherBrowser' })
  await useLink('provider', token, stranger.binding)
  const member = await sameAddress(stranger)
  if (member) return linkAndEnter(req, res, stranger, member._id)
  await prove(req, stranger)
  res.redirect(303, WHO)
})

const wish = z.object({ name: requiredLine(60, 2), role: z.enum(['animateur', 'volunteer']) })

providerRoutes.post('/inscription', againOnInvalid(showWho), async (req, res) => {
  const stranger = await provenStranger(req)
  const input = parse(wish, req)
  await spend('signUpAddress', addressOf(req))
  const request = await requestBy(stranger, input, language(res)).catch(takenAsForm)
  delete req.session.stranger
  await respond(req, res, { ...page('auth/welcome', res, 'welcome'), data: request, status: 201 })
})

async function linkAndEnter(req: Request, res: Response, stranger: Stranger, member: unknown) {
  await link(stranger, member)
  await enterAs(req, res, member, stranger.retour)
}

async function enterAs(req: Request, res: Response, member: unknown, retour?: string) {
  const found = await readSignedIn(String(member))
  if (!found) throw new HttpError(400, 'providerRefused')
  await proceed(req, res, found.viewer, { way: 'provider', retour })
}

/** The one page of who is not known yet: to confirm the address, the account, or to ask to join. */
async function showWho(req: Request, res: Response) {
  const stranger = strangerOf(req)
  if (!stranger) return res.redirect(303, '/connexion')
  const { email, proven, name } = stranger
  // Only to the owner of the address is it told whether it has an account.
  const step = !proven ? 'address' : (await sameAddress(stranger)) ? 'account' : 'join'
  startForm(res, { name, role: 'animateur' })
  await respond(req, res, {
    ...page('auth/stranger', res, 'stranger'),
    also: { email, step, label: provider()?.label, [step]: true },
  })
}

async function showLink(req: Request, res: Response) {
  const token = textOf(req.query.token ?? req.body?.token)
  res.setHeader('Referrer-Policy', 'no-referrer')
  const also = { token, label: provider()?.label, here: Boolean(strangerOf(req)) }
  await respond(req, res, { ...page('auth/stranger-link', res, 'strangerLink'), also })
}

function someStranger(req: Request) {
  const stranger = strangerOf(req)
  if (!stranger) throw new HttpError(400, 'providerRefused')
  return stranger
}

async function provenStranger(req: Request) {
  const stranger = someStranger(req)
  if (!stranger.proven) throw new HttpError(400, 'providerRefused')
  return stranger
}

/** Somebody took the address meanwhile, or it is kept out: the form has no field for it. */
function takenAsForm(failure: unknown): never {
  if (failure instanceof Invalid && failure.fields.email)
    throw new Invalid({ form: 'security.cannotJoin' })
  throw failure
}

function page(view: string, res: Response, name: string) {
  const title = res.locals.t(`auth.${name}Title`)
  return { view, data: {}, page: { title, nav: 'connexion', mainClass: 'gate' } }
}
