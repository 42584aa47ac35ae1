import { type Request, type Response, Router } from 'express'
import { SignIn, type SignInRecord } from '../../../../models/sign-in.ts'
import { objectId } from '../../../platform/http/parse.ts'
import { language } from '../../../platform/http/preferences.ts'
import { changed, removed, respond } from '../../../platform/http/respond.ts'
import { neverStored } from '../../../platform/http/security.ts'
import { found, signedIn } from '../../../platform/who/current.ts'
import { passkeysOf } from '../passkeys/register.ts'
import { passkeyRoutes, presentPasskey, shownPasskey } from '../passkeys/routes.ts'
import { provider } from '../provider/client.ts'
import { isLinked, unlink } from '../provider/identities.ts'
import { secondFactorOf } from '../second-factor/state.ts'
import { endOtherSignIns, endSignIn, signInsOf } from '../sign-ins/actions.ts'
import { currentSignIn } from '../sign-ins/current.ts'
import { codeRoutes } from './code-routes.ts'
import { presentSignIn, SECURITY, shownSignIn } from './presenter.ts'

/** `/compte/securite`: how one signs in, and where one is signed in. No token reaches these pages. */
export const securityRoutes = Router()

securityRoutes.use(neverStored, (req, _res, next) => {
  signedIn(req)
  next()
})

securityRoutes.get('/', showSecurity)
securityRoutes.use('/code', codeRoutes)
securityRoutes.use('/cles', passkeyRoutes)

securityRoutes.post('/appareils/deconnexion', async (req, res) => {
  const viewer = signedIn(req)
  const here = found(currentSignIn(req))
  const ended = await endOtherSignIns(viewer, here, req.sessionStore)
  changed(req, res, { url: SECURITY, ended }, 'othersSignedOut')
})

securityRoutes.post('/appareils/:id/deconnexion', async (req, res) => {
  const member = signedIn(req).id
  const _id = found(objectId.safeParse(req.params.id).data)
  const signIn = found(await SignIn.findOne({ _id, member }).lean<SignInRecord>())
  await endSignIn(signIn, req.sessionStore)
  if (currentSignIn(req)?._id.equals(signIn._id)) {
    // Nothing of the session that has just ended is written again.
    await new Promise<void>(resolve => req.session.destroy(() => resolve()))
    res.clearCookie('rouedad')
    removed(req, res, '/connexion')
  } else removed(req, res, SECURITY, 'deviceSignedOut')
})

securityRoutes.post('/exterieur/retrait', async (req, res) => {
  await unlink(signedIn(req).id)
  removed(req, res, SECURITY, 'providerUnlinked')
})

async function showSecurity(req: Request, res: Response) {
  const viewer = signedIn(req)
  const here = currentSignIn(req)
  const [signIns, factor, passkeys, linked] = await Promise.all([
    signInsOf(viewer.id, here?.epoch ?? 0),
    secondFactorOf(viewer.id),
    passkeysOf(viewer),
    isLinked(viewer.id),
  ])
  const data = {
    url: SECURITY,
    codes: { on: Boolean(factor), recoveryLeft: factor?.recoveryLeft ?? 0 },
    provider: linked,
    passkeys: passkeys.map(presentPasskey),
    devices: signIns.map(signIn => presentSignIn(signIn, here)),
  }
  const spoken = language(res)
  const rows = data.devices.map(device => shownSignIn(device, res.locals.t, spoken))
  await respond(req, res, {
    view: 'members/security',
    data,
    also: {
      rows: rows.sort((a, b) => Number(b.here) - Number(a.here)),
      others: rows.length > 1,
      label: provider()?.label,
      keys: data.passkeys.map(passkey => shownPasskey(passkey, spoken)),
    },
    page: { title: res.locals.t('security.title'), nav: 'compte', scripts: ['passkeys.js'] },
  })
}
