import { type Request, type Response, Router } from 'express'
import { Member, type MemberRecord } from '../../../models/member.ts'
import { parse } from '../../platform/http/parse.ts'
import { againOnInvalid, changed, respond, startForm } from '../../platform/http/respond.ts'
import { neverStored } from '../../platform/http/security.ts'
import { uploadsOf } from '../../platform/http/uploads.ts'
import { found, signedIn } from '../../platform/who/current.ts'
import { spend } from '../../platform/who/limits.ts'
import { canOfferHelp } from '../members/help.ts'
import { presentAccount, presentViewer } from '../members/presenter.ts'
import { placeOf } from '../members/queries.ts'
import { spaceChoices } from '../members/space-choices.ts'
import { liveCount } from '../tokens/actions.ts'
import { changeAccount, changePassword } from './actions.ts'
import { accountForm, passwordForm } from './forms.ts'

/** `/compte`: one's name, space, skills, photo and password. */
export const accountRoutes = Router()

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

/** The password's change ended every session; this one begins anew. */
function signInAgain(req: Request, member: MemberRecord) {
  return new Promise<void>((resolve, reject) => {
    req.logIn(presentViewer(member), error => (error ? reject(error) : resolve()))
  })
}
