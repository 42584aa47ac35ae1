import { type NextFunction, type Request, type Response, Router } from 'express'
import passport from 'passport'
import type { Config } from '../config.ts'
import { Forbidden, HttpError, Invalid, NotFound } from '../errors.ts'
import { parse } from '../http/parse.ts'
import { language, localPath } from '../http/preferences.ts'
import { againOnInvalid, respond, startForm, tellNext, wantsJson } from '../http/respond.ts'
import type { Viewer } from '../members/policy.ts'
import { furnish } from '../network/beginnings.ts'
import { networkSettings } from '../network/settings.ts'
import { services } from '../services.ts'
import { spaceChoices } from '../spaces/choices.ts'
import { finishReset, install, isInstalled, requestToJoin } from './actions.ts'
import { forgottenForm, installationForm, resetForm, signInForm, signUpForm } from './forms.ts'
import { forgive, spend } from './limits.ts'

/** Installing, joining, signing in and out, a forgotten password. */
export function authRoutes(config: Config) {
  const routes = Router()

  routes.get('/installation', showInstallation)
  routes.post('/installation', againOnInvalid(showInstallation), async (req, res) => {
    await spend('installation', addressOf(req))
    await install(parse(installationForm, req), config.sessionSecret)
    await furnish()
    tellNext(req, 'installed')
    if (wantsJson(req)) res.status(201).location('/connexion').json({ url: '/connexion' })
    else res.redirect(303, '/connexion')
  })

  routes.get('/inscription', showSignUp)
  routes.post('/inscription', againOnInvalid(showSignUp), async (req, res) => {
    const input = parse(signUpForm, req)
    await spend('signUpAddress', addressOf(req))
    const request = await requestToJoin(input, language(res))
    if (wantsJson(req)) res.status(201).location(request.url).json(request)
    else await showWelcome(req, res, request)
  })

  routes.get('/connexion', showSignIn)
  routes.post('/connexion', againOnInvalid(showSignIn), async (req, res, next) => {
    const { email, retour } = parse(signInForm, req)
    await spend('signInAddress', addressOf(req))
    await spend('signInAccount', email)
    const viewer = await authenticate(req, res, next)
    if (!viewer) throw new Invalid({ form: 'invalid.signIn' })
    if (viewer.state !== 'active') throw new Forbidden(NOT_YET[viewer.state])
    await forgive('signInAccount', email)
    await signIn(req, viewer)
    if (wantsJson(req)) res.json({ ...viewer, url: viewer.url })
    else res.redirect(303, localPath(retour))
  })

  routes.post('/deconnexion', async (req, res) => {
    await signOut(req)
    res.clearCookie('rouedad')
    // On a computer that others use, the « Back » button shows nothing of what was read.
    res.setHeader('Clear-Site-Data', '"cache"')
    if (wantsJson(req)) res.status(204).end()
    else res.redirect(303, '/')
  })

  routes.get('/mot-de-passe', showForgotten)
  routes.post('/mot-de-passe', againOnInvalid(showForgotten), async (req, res) => {
    const { email } = parse(forgottenForm, req)
    await spend('resetAddress', addressOf(req))
    await spend('resetAccount', email)
    await services().jobs.soon('mail.reset', { email, language: language(res) })
    if (wantsJson(req)) res.status(202).json({ url: '/connexion' })
    else await showForgotten(req, res, { sent: true })
  })
  routes.post('/mot-de-passe/nouveau', againOnInvalid(showForgotten), async (req, res) => {
    await spend('resetAddress', addressOf(req))
    const { token, password } = parse(resetForm, req)
    await finishReset(token, password)
    tellNext(req, 'passwordChanged')
    if (wantsJson(req)) res.json({ url: '/connexion' })
    else res.redirect(303, '/connexion')
  })

  return routes
}

/** Why somebody who knows their password may not come in. */
const NOT_YET = { pending: 'pendingAccount', suspended: 'suspendedAccount' } as const

async function showInstallation(req: Request, res: Response) {
  if (await isInstalled()) throw new NotFound()
  startForm(res, { token: String(req.query.token ?? '') })
  await respond(req, res, page('auth/installation', res, 'installation'))
}

async function showSignUp(req: Request, res: Response) {
  startForm(res, { role: 'animateur', space: String(req.query.lieu ?? '') })
  const { volunteersAtOnce } = await networkSettings()
  const also = { spaces: await spaceChoices(), volunteersAtOnce }
  await respond(req, res, { ...page('auth/sign-up', res, 'signUp'), also })
}

async function showWelcome(req: Request, res: Response, request: { state: string; name: string }) {
  await respond(req, res, { ...page('auth/welcome', res, 'welcome'), data: request, status: 201 })
}

async function showSignIn(req: Request, res: Response) {
  startForm(res, { retour: localPath(String(req.query.retour ?? ''), '') })
  await respond(req, res, page('auth/sign-in', res, 'signIn'))
}

/** One page: to ask for the mail, to hear that it is on its way, to choose the new password. */
async function showForgotten(req: Request, res: Response, step?: unknown) {
  const sent = typeof step === 'object' && step !== null && 'sent' in step
  const token = String(req.query.token ?? req.body?.token ?? '')
  startForm(res, { token })
  res.setHeader('Referrer-Policy', 'no-referrer')
  await respond(req, res, { ...page('auth/forgotten', res, 'forgotten'), also: { sent, token } })
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

/** Passport makes a new session here, so that one planted before the sign-in is worth nothing. */
function signIn(req: Request, viewer: Viewer) {
  return new Promise<void>((resolve, reject) => {
    req.logIn(viewer, error => (error ? reject(error) : resolve()))
  })
}

function signOut(req: Request) {
  return new Promise<void>((resolve, reject) => {
    req.session.destroy(error => (error ? reject(error) : resolve()))
  })
}

function addressOf(req: Request) {
  if (!req.ip) throw new HttpError(400, 'badRequest')
  return req.ip
}
