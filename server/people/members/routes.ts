import { type Request, type Response, Router } from 'express'
import { Member, type MemberRecord } from '../../../models/member.ts'
import { Space } from '../../../models/space.ts'
import { sendFile } from '../../platform/files/download.ts'
import { pageQuery, parse, parseQuery } from '../../platform/http/parse.ts'
import { againOnInvalid, changed, respond, startForm } from '../../platform/http/respond.ts'
import { neverStored } from '../../platform/http/security.ts'
import { uploadsOf } from '../../platform/http/uploads.ts'
import type { Translate } from '../../platform/i18n/index.ts'
import { services } from '../../platform/services.ts'
import { found, signedIn, viewerOf } from '../../platform/who/current.ts'
import { spend } from '../../platform/who/limits.ts'
import type { Viewer } from '../../platform/who/viewer.ts'
import { spaceChoices } from '../../spaces/choices.ts'
import { liveCount } from '../tokens/actions.ts'
import { changeAccount, changePassword } from './actions.ts'
import { accountForm, passwordForm } from './forms.ts'
import { canOfferHelp } from './help.ts'
import { finderQuery } from './help-forms.ts'
import { membersPage, presentFor } from './list.ts'
import { photoUrl, presentAccount, presentViewer } from './presenter.ts'
import { figuresOf, isPublic, presentProfile } from './profile.ts'

export const memberRoutes = Router()
export const accountRoutes = Router()

memberRoutes.get('/', async (req, res) => {
  const viewer = signedIn(req)
  const [{ page }, wanted] = [parseQuery(pageQuery, req), parseQuery(finderQuery, req)]
  const list = await membersPage({ wanted, page, viewer, t: res.locals.t })
  await respond(req, res, {
    view: 'members/index',
    ...list,
    page: { title: res.locals.t('members.title'), nav: 'membres' },
  })
})

memberRoutes.get('/:slug', async (req, res) => {
  const viewer = viewerOf(req)
  const member = await activeMember(req.params.slug)
  // A visitor learns of nobody, but of those who show something to everybody.
  const shown = found(member, Boolean(viewer) || (member !== null && isPublic(member)))
  const data = await profileOf(shown, viewer, res.locals.t)
  await respond(req, res, {
    view: 'members/show',
    data,
    also: { isMe: viewer?.id === data.id, isVisitor: !viewer },
    page: { title: data.name, nav: 'membres' },
  })
})

async function profileOf(member: MemberRecord, viewer: Viewer | undefined, t: Translate) {
  const place = await placeOf(member)
  const figures = await figuresOf(member, viewer)
  const profile = viewer
    ? presentFor(member, place, viewer, t)
    : presentProfile(member, place, viewer)
  return { ...profile, ...(figures ? { figures } : {}) }
}

memberRoutes.get('/:slug/photo', async (req, res) => {
  const member = found(await activeMember(req.params.slug))
  const key = found(member.photo)
  // Visitors see those of authors, whose address they were given; names are not to be tried.
  found(key, viewerOf(req) !== undefined || photoUrl(member) === req.originalUrl)
  await sendPhoto(req, res, { key, name: `${member.slug}.webp` })
})

/** Before anything is read from the request: nobody else's photo is even received. */
accountRoutes.use(neverStored, (req, _res, next) => {
  signedIn(req)
  next()
})

accountRoutes.get('/', showAccount)
accountRoutes.post(
  '/',
  againOnInvalid(showAccount),
  uploadsOf({ maxFiles: 1 }),
  async (req, res) => {
    const member = await accountOf(req)
    await changeAccount(member, parse(accountForm, req), req.uploads?.[0])
    changed(req, res, { ...presentAccount(member, await placeOf(member)), url: '/compte' }, 'saved')
  },
)

accountRoutes.get('/mot-de-passe', showPassword)
accountRoutes.post('/mot-de-passe', againOnInvalid(showPassword), async (req, res) => {
  const member = await accountOf(req)
  await spend('ownPassword', member.id)
  await changePassword(member, parse(passwordForm, req))
  await signInAgain(req, member)
  changed(req, res, { url: '/compte' }, 'passwordChanged')
})

async function sendPhoto(
  req: Request,
  res: Response,
  { key, name }: { key: string; name: string },
) {
  const store = services().files
  const size = found(await store.size(key))
  await sendFile(res, { store, key, name, mime: 'image/webp', size, etag: key, inline: true }, req)
}

async function showAccount(req: Request, res: Response) {
  const member = await accountOf(req)
  const data = presentAccount(member, await placeOf(member))
  startForm(res, { ...data, space: data.space?.slug, skills: data.skills.join(', ') })
  await respond(req, res, {
    view: 'members/account',
    data: { ...data, url: '/compte' },
    also: { spaces: await spaceChoices(), offers: canOfferHelp(signedIn(req)) },
    page: { title: res.locals.t('members.accountTitle'), nav: 'compte', scripts: ['uploads.js'] },
  })
}

async function showPassword(req: Request, res: Response) {
  const tokens = (await liveCount(signedIn(req))) > 0
  const title = res.locals.t('members.passwordTitle')
  const page = { title, nav: 'compte' }
  await respond(req, res, { view: 'members/password', data: {}, also: { tokens }, page })
}

async function accountOf(req: Request) {
  return found(await Member.findById(signedIn(req).id))
}

function activeMember(slug: string | undefined) {
  return Member.findOne({ slug, state: 'active' }).lean()
}

function placeOf(member: { space?: MemberRecord['space'] }) {
  return Space.findById(member.space, 'name slug commune').lean()
}

/** The password's change ended every session; this one begins anew. */
function signInAgain(req: Request, member: MemberRecord) {
  return new Promise<void>((resolve, reject) => {
    req.logIn(presentViewer(member), error => (error ? reject(error) : resolve()))
  })
}
