import { type Request, type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import { Member } from '../../../models/member.ts'
import { Space } from '../../../models/space.ts'
import { PACES } from '../../../models/words/member.ts'
import { THEMES } from '../../platform/content/themes.ts'
import { NotFound } from '../../platform/errors.ts'
import { parse } from '../../platform/http/parse.ts'
import { language } from '../../platform/http/preferences.ts'
import {
  againOnInvalid,
  changed,
  respond,
  startForm,
  wantsJson,
} from '../../platform/http/respond.ts'
import { neverStored } from '../../platform/http/security.ts'
import { found, signedIn, viewerOf } from '../../platform/who/current.ts'
import { spaceChoices } from '../members/space-choices.ts'
import { choose, endMails, skipWelcome, welcome } from './actions.ts'
import { preferencesForm, welcomeForm } from './forms.ts'

/** The first page after the first sign-in, and the mails that it offers. */
export const welcomeRoutes = Router()
/** `/compte/courriels`: the same choices, later. */
export const mailRoutes = Router()

/** Whoever is new sees the page of welcome instead of their home, once. */
export const welcomeFirst: RequestHandler = (req, res, next) => {
  if (viewerOf(req)?.toWelcome && !wantsJson(req)) res.redirect(303, '/bienvenue')
  else next()
}

welcomeRoutes.use(['/bienvenue', '/courriels'], neverStored)

welcomeRoutes.get('/bienvenue', showWelcome)

welcomeRoutes.post('/bienvenue', againOnInvalid(showWelcome), async (req, res) => {
  const member = await accountOf(req)
  await welcome(member, parse(welcomeForm, req), language(res))
  changed(req, res, { url: '/' }, 'welcomed')
})

welcomeRoutes.post('/bienvenue/plus-tard', async (req, res) => {
  await skipWelcome(signedIn(req).id)
  changed(req, res, { url: '/' })
})

/** A mail is not a session: the key in its link is enough, and no cookie is asked. */
welcomeRoutes.get('/courriels/arret/:key', async (req, res) => {
  const key = keyOf(req)
  found(await Member.exists({ 'mail.key': key }))
  await showStop(req, res, { key })
})

/** One click (RFC 8058), from the page or from a mail program, as often as it likes. */
welcomeRoutes.post('/courriels/arret/:key', async (req, res) => {
  if (!(await endMails(keyOf(req)))) throw new NotFound()
  if (wantsJson(req)) res.json({ pace: 'never', url: '/compte/courriels' })
  else await showStop(req, res, { ended: true })
})

mailRoutes.use(neverStored)

mailRoutes.get('/', showMails)

mailRoutes.post('/', againOnInvalid(showMails), async (req, res) => {
  const member = await accountOf(req)
  choose(member, parse(preferencesForm, req), language(res))
  await member.save()
  changed(req, res, { ...chosenBy(member), url: '/compte/courriels' }, 'saved')
})

async function showWelcome(req: Request, res: Response) {
  const member = await accountOf(req)
  const space = await Space.findById(member.space, 'slug').lean()
  startForm(res, { space: space?.slug, themes: member.themes, pace: member.mail?.pace ?? 'weekly' })
  await respond(req, res, {
    view: 'welcome/index',
    data: { ...chosenBy(member), url: '/bienvenue' },
    also: { name: member.name, spaces: await spaceChoices(), ...choices(res) },
    page: { title: res.locals.t('welcome.title'), nav: 'accueil' },
  })
}

async function showMails(req: Request, res: Response) {
  const member = await accountOf(req)
  const data = chosenBy(member)
  // Whoever never chose gets no news, and still hears of invitations: that is not « never ».
  startForm(res, { ...data, pace: member.mail?.pace })
  await respond(req, res, {
    view: 'welcome/mails',
    data: { ...data, url: '/compte/courriels' },
    also: choices(res),
    page: { title: res.locals.t('welcome.mailsTitle'), nav: 'compte' },
  })
}

async function showStop(req: Request, res: Response, also: { key?: string; ended?: boolean }) {
  res.setHeader('Referrer-Policy', 'no-referrer')
  const title = res.locals.t('welcome.stopTitle')
  await respond(req, res, { view: 'welcome/stop', data: {}, also, page: { title } })
}

type Chooser = { themes: string[]; mail?: { pace: string } | null | undefined }

function chosenBy({ themes, mail }: Chooser) {
  return { themes: [...themes], pace: mail?.pace ?? 'never' }
}

function choices(res: Response) {
  const { t } = res.locals
  return {
    themeChoices: THEMES.map(value => ({ value, label: t(`library.themes.${value}`) })),
    paces: PACES.map(value => ({
      value,
      label: t(`welcome.paces.${value}`),
      help: t(`welcome.paceHelp.${value}`),
    })),
  }
}

async function accountOf(req: Request) {
  return found(await Member.findById(signedIn(req).id))
}

const linkKey = z.string().regex(/^[\w-]{32}$/)

function keyOf(req: Request) {
  return found(linkKey.safeParse(req.params.key).data)
}
