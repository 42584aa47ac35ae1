import { type Request, type Response, Router } from 'express'
import { record } from '../../platform/audit/record.ts'
import type { Config } from '../../platform/config.ts'
import { NotFound } from '../../platform/errors.ts'
import { parse, textOf } from '../../platform/http/parse.ts'
import {
  againOnInvalid,
  respond,
  startForm,
  tellNext,
  wantsJson,
} from '../../platform/http/respond.ts'
import { neverStored } from '../../platform/http/security.ts'
import { furnish } from '../../platform/network/beginnings.ts'
import { services } from '../../platform/services.ts'
import { spend } from '../../platform/who/limits.ts'
import { liveCount } from '../tokens/actions.ts'
import { finishReset, install, isInstalled, resetOwner } from './actions.ts'
import { addressOf } from './address.ts'
import { forgottenForm, installationForm, resetForm } from './forms.ts'

/** Installing, signing out, a forgotten password. */
export function authRoutes(config: Config) {
  const routes = Router()

  routes.get('/installation', showInstallation)
  routes.post('/installation', againOnInvalid(showInstallation), async (req, res) => {
    await spend('installation', addressOf(req))
    const founder = await install(parse(installationForm, req), config.sessionSecret)
    await record(founder, 'network.installed', { kind: 'network', id: 'network' })
    await furnish()
    tellNext(req, 'installed')
    if (wantsJson(req)) res.status(201).location('/connexion').json({ url: '/connexion' })
    else res.redirect(303, '/connexion')
  })

  routes.post('/deconnexion', async (req, res) => {
    await signOut(req)
    res.clearCookie('rouedad')
    // On a computer that others use, the « Back » button shows nothing of what was read, nor does the
    // browser keep what was being written.
    res.setHeader('Clear-Site-Data', '"cache", "storage"')
    if (wantsJson(req)) res.status(204).end()
    else res.redirect(303, '/')
  })

  routes.use('/mot-de-passe', neverStored)
  routes.get('/mot-de-passe', showForgotten)
  routes.post('/mot-de-passe', againOnInvalid(showForgotten), async (req, res) => {
    const { email } = parse(forgottenForm, req)
    await spend('resetAddress', addressOf(req))
    await spend('resetAccount', email)
    await services().jobs.soon('mail.reset', { email })
    if (wantsJson(req)) res.status(202).json({ url: '/connexion' })
    else await showForgotten(req, res, { sent: true })
  })
  routes.post('/mot-de-passe/nouveau', againOnInvalid(showForgotten), async (req, res) => {
    await spend('resetAddress', addressOf(req))
    const { token, password, ...kept } = parse(resetForm, req)
    await finishReset(token, password, kept)
    tellNext(req, 'passwordChanged')
    if (wantsJson(req)) res.json({ url: '/connexion' })
    else res.redirect(303, '/connexion')
  })

  return routes
}

async function showInstallation(req: Request, res: Response) {
  if (await isInstalled()) throw new NotFound()
  startForm(res, { token: textOf(req.query.token) })
  await respond(req, res, page('auth/installation', res, 'installation'))
}

/** One page: to ask for the mail, to hear that it is on its way, to choose the new password. */
async function showForgotten(req: Request, res: Response, step?: unknown) {
  const sent = typeof step === 'object' && step !== null && 'sent' in step
  const token = textOf(req.query.token ?? req.body?.token)
  startForm(res, { token })
  const owner = token ? await resetOwner(token) : undefined
  const tokens = Boolean(owner && (await liveCount({ id: String(owner._id) })))
  res.setHeader('Referrer-Policy', 'no-referrer')
  const also = { sent, token, tokens }
  await respond(req, res, { ...page('auth/forgotten', res, 'forgotten'), also })
}

function page(view: string, res: Response, name: string) {
  const title = res.locals.t(`auth.${name}Title`)
  return { view, data: {}, page: { title, nav: 'connexion', mainClass: 'gate' } }
}

function signOut(req: Request) {
  return new Promise<void>((resolve, reject) => {
    req.session.destroy(error => (error ? reject(error) : resolve()))
  })
}
