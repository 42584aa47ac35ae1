import { type Request, type Response, Router } from 'express'
import { Member } from '../../../../models/member.ts'
import { record } from '../../../platform/audit/record.ts'
import { NotFound } from '../../../platform/errors.ts'
import { parse } from '../../../platform/http/parse.ts'
import { language } from '../../../platform/http/preferences.ts'
import { againOnInvalid, removed, respond, wantsJson } from '../../../platform/http/respond.ts'
import { networkSettings } from '../../../platform/network/settings.ts'
import { formatShortDay } from '../../../platform/time/format.ts'
import { signedIn } from '../../../platform/who/current.ts'
import type { Viewer } from '../../../platform/who/viewer.ts'
import { renewRecoveryCodes, turnOff, turnOn } from '../second-factor/actions.ts'
import { checkCode } from '../second-factor/check.ts'
import { keyUri, newSecret } from '../second-factor/codes.ts'
import { qrOf } from '../second-factor/qr.ts'
import { mustSetUp } from '../second-factor/required.ts'
import { seal, unseal } from '../second-factor/sealing.ts'
import { hasSecondFactor, secondFactorOf } from '../second-factor/state.ts'
import { type Alarm, tellOwner } from '../security-mail.ts'
import { currentSignIn } from '../sign-ins/current.ts'
import { renewSession } from '../sign-ins/renew.ts'
import { passwordAndCode, passwordOnly } from './forms.ts'
import { checkOwnPassword } from './own-password.ts'

/** Offered until it is proven or half an hour has passed; reloading the page keeps it. */
declare module 'express-session' {
  interface SessionData {
    comingSecret?: { secret: string; until: number }
  }
}

const COMING_MS = 30 * 60_000
const HERE = '/compte/securite/code'

/** `/compte/securite/code`: the codes of an application, asked after the password. */
export const codeRoutes = Router()

codeRoutes.get('/', showCodes)
codeRoutes.post('/', againOnInvalid(showCodes), async (req, res) => {
  const viewer = signedIn(req)
  const { currentPassword, code } = parse(passwordAndCode, req)
  await checkOwnPassword(viewer, currentPassword)
  const codes = await turnOn(viewer, comingSecret(req, viewer), code)
  delete req.session.comingSecret
  await changedFor(req, viewer, 'codesOn')
  await showRecovery(req, res, codes, 201)
})

codeRoutes.post('/retrait', againOnInvalid(showCodes), async (req, res) => {
  const viewer = await whoHasCodes(req)
  const { currentPassword, code } = parse(passwordAndCode, req)
  await checkOwnPassword(viewer, currentPassword)
  await checkCode(req, res, viewer, code)
  await turnOff(viewer)
  await changedFor(req, viewer, 'codesOff')
  removed(req, res, '/compte/securite', 'codesOff')
})

codeRoutes.post('/secours', againOnInvalid(showCodes), async (req, res) => {
  const viewer = await whoHasCodes(req)
  await checkOwnPassword(viewer, parse(passwordOnly, req).currentPassword)
  const codes = await renewRecoveryCodes(viewer)
  await changedFor(req, viewer, 'recoveryMade')
  await showRecovery(req, res, codes, 201)
})

async function showCodes(req: Request, res: Response) {
  const viewer = signedIn(req)
  const factor = await secondFactorOf(viewer.id)
  const title = res.locals.t('security.codesTitle')
  const required = await mustSetUp(viewer, currentSignIn(req)?.way)
  const page = { title, nav: 'compte' }
  if (!factor) {
    const coming = await comingKey(req, viewer)
    await respond(req, res, {
      view: 'members/codes-new',
      data: { on: false, required, ...coming },
      page,
    })
    return
  }
  const { onSince, recoveryLeft } = factor
  await respond(req, res, {
    view: 'members/codes',
    data: { on: true, onSince: onSince.toISOString(), recoveryLeft },
    also: { since: formatShortDay(onSince, language(res)) },
    page,
  })
}

/** The secret to come, as a picture and as text that one can type. */
async function comingKey(req: Request, viewer: Viewer) {
  const secret = comingSecret(req, viewer)
  const [{ name }, member] = await Promise.all([
    networkSettings(),
    Member.findById(viewer.id, 'email').lean(),
  ])
  const uri = keyUri(secret, name, member?.email ?? '')
  return { secret: secret.replace(/.{4}(?=.)/g, '$& '), uri, qr: qrOf(uri) }
}

/** Sealed in the session too, which is in the store. */
function comingSecret(req: Request, { id }: Viewer) {
  const kept = req.session.comingSecret
  const known = kept && kept.until > Date.now() ? unseal(kept.secret, id) : undefined
  if (known) return known
  const secret = newSecret()
  req.session.comingSecret = { secret: seal(secret, id), until: Date.now() + COMING_MS }
  return secret
}

/** The one page that ever shows recovery codes. It answers the form itself: a redirect would have to keep them. */
async function showRecovery(req: Request, res: Response, codes: string[], status: number) {
  if (wantsJson(req)) return void res.status(status).location(HERE).json({ url: HERE, codes })
  await respond(req, res, {
    view: 'members/recovery',
    data: { codes },
    also: { printed: (await networkSettings()).name },
    page: {
      title: res.locals.t('security.recoveryTitle'),
      nav: 'compte',
      scripts: ['print.js'],
    },
    status,
  })
}

type Changed = Extract<Alarm, 'codesOn' | 'codesOff' | 'recoveryMade'>

async function changedFor(req: Request, viewer: Viewer, alarm: Changed) {
  await renewSession(req, viewer)
  await record(viewer, `access.${alarm}`, { kind: 'member', id: viewer.id })
  await tellOwner(viewer.id, alarm)
}

async function whoHasCodes(req: Request) {
  const viewer = signedIn(req)
  if (!(await hasSecondFactor(viewer.id))) throw new NotFound()
  return viewer
}
