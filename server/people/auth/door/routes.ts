import { type NextFunction, type Request, type Response, Router } from 'express'
import passport from 'passport'
import { HttpError, Invalid } from '../../../platform/errors.ts'
import { parse, textOf } from '../../../platform/http/parse.ts'
import { localPath } from '../../../platform/http/preferences.ts'
import { againOnInvalid, respond, startForm, wantsJson } from '../../../platform/http/respond.ts'
import { neverStored } from '../../../platform/http/security.ts'
import { services } from '../../../platform/services.ts'
import { count, mostOf } from '../../../platform/who/limits.ts'
import type { Viewer } from '../../../platform/who/viewer.ts'
import { addressOf } from '../address.ts'
import { codeForm, linkForm, signInForm } from '../forms.ts'
import { readSignedIn } from '../passport.ts'
import { provider } from '../provider/client.ts'
import { countersFor, forgiveTries, mayTry } from './attempts.ts'
import { proceed } from './enter.ts'
import { whoWaits } from './halfway.ts'
import { useLink } from './links.ts'

/** `/connexion`: a password, then a code when there is one to ask; a mailed link after too many tries. */
export const doorRoutes = Router()

doorRoutes.use('/connexion', neverStored)

doorRoutes.get('/connexion', showSignIn)
doorRoutes.post('/connexion', againOnInvalid(showSignIn), async (req, res, next) => {
  const { email, retour, code } = parse(signInForm, req)
  const counters = await countersFor(req, email)
  if (!(await mayTry(counters, res))) return sendLink(req, res, email)
  const known = await authenticate(req, res, next)
  if (!known) throw new Invalid({ form: 'invalid.signIn' })
  await forgiveTries(counters)
  await proceed(req, res, known, { way: 'password', retour, code })
})

doorRoutes.get('/connexion/code', showCode)
doorRoutes.post('/connexion/code', againOnInvalid(showCode), async (req, res) => {
  const waiting = await whoWaits(req)
  if (!waiting) return res.redirect(303, '/connexion')
  const { code } = parse(codeForm, req)
  await proceed(req, res, waiting.viewer, { ...waiting, code })
})

doorRoutes.get('/connexion/lien', showLink)
doorRoutes.post('/connexion/lien', againOnInvalid(showLink), async (req, res) => {
  const { token } = parse(linkForm, req)
  const { member } = await useLink('signIn', token)
  const found = await readSignedIn(String(member))
  if (!found) throw new Invalid({ form: 'security.linkOver' })
  await proceed(req, res, found.viewer, { way: 'link' })
})

/** Too many tries: instead of a refusal, a mail that lets the owner in, and nobody else. */
async function sendLink(req: Request, res: Response, email: string) {
  const wait = (await count('signInLink', email)) > mostOf('signInLink')
  const crowd = (await count('signInLinkAddress', addressOf(req))) > mostOf('signInLinkAddress')
  if (!wait && !crowd) await services().jobs.soon('mail.signInLink', { email })
  if (wantsJson(req)) throw new HttpError(401, 'linkSent')
  await respond(req, res, { ...page('auth/link-sent', res, 'linkSent'), status: 401 })
}

async function showSignIn(req: Request, res: Response) {
  const retour = localPath(textOf(req.query.retour ?? req.body?.retour), '')
  startForm(res, { retour })
  const label = provider()?.label
  const way = `/connexion/oidc${retour ? `?retour=${encodeURIComponent(retour)}` : ''}`
  const { page: words, ...answer } = page('auth/sign-in', res, 'signIn')
  const ended = req.query.fin === '1'
  const also = { ended, provider: label ? { label, url: way } : undefined }
  await respond(req, res, { ...answer, also, page: { ...words, scripts: ['passkeys.js'] } })
}

async function showCode(req: Request, res: Response) {
  if (await whoWaits(req)) await respond(req, res, page('auth/code', res, 'code'))
  else res.redirect(303, '/connexion')
}

/** A button, since some mailboxes open links before their owner does. */
async function showLink(req: Request, res: Response) {
  const token = textOf(req.query.token ?? req.body?.token)
  res.setHeader('Referrer-Policy', 'no-referrer')
  await respond(req, res, { ...page('auth/link', res, 'link'), also: { token } })
}

function page(view: string, res: Response, name: string) {
  const title = res.locals.t(`auth.${name}Title`)
  return { view, data: {}, page: { title, nav: 'connexion', mainClass: 'gate' } }
}

function authenticate(req: Request, res: Response, next: NextFunction) {
  return new Promise<Viewer | false>((resolve, reject) => {
    passport.authenticate('local', (error: unknown, viewer?: Viewer | false) =>
      error ? reject(error) : resolve(viewer || false),
    )(req, res, next)
  })
}
