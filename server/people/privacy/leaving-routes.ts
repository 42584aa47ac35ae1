import { type Request, type Response, Router } from 'express'
import { record } from '../../platform/audit/record.ts'
import { parse } from '../../platform/http/parse.ts'
import {
  againOnInvalid,
  respond,
  startForm,
  tellNext,
  wantsJson,
} from '../../platform/http/respond.ts'
import { neverStored } from '../../platform/http/security.ts'
import { signedIn } from '../../platform/who/current.ts'
import { checkOwnPassword } from '../auth/security/own-password.ts'
import { currentSignIn } from '../auth/sign-ins/current.ts'
import { leavingForm } from './forms.ts'
import { isLastAdmin } from './people.ts'
import { askToLeave } from './removal/actions.ts'
import { LEAVING_DAYS } from './terms.ts'

/** `/compte/suppression`: leaving the network. A week later it is done, unless one signs in again. */
export const leavingRoutes = Router()

const FRESH_MS = 10 * 60_000

leavingRoutes.use(neverStored, (req, _res, next) => {
  signedIn(req)
  next()
})

leavingRoutes.get('/', showLeaving)
leavingRoutes.post('/', againOnInvalid(showLeaving), async (req, res) => {
  const viewer = signedIn(req)
  const { words, currentPassword } = parse(leavingForm, req)
  if (!isFresh(req)) await checkOwnPassword(viewer, currentPassword)
  const { dueAt } = await askToLeave(viewer, words === 'keep')
  await record(viewer, 'member.leaving', { kind: 'member', id: viewer.id }, { words })
  await freshSession(req)
  res.setHeader('Clear-Site-Data', '"cache", "storage"')
  if (wantsJson(req)) res.status(202).json({ url: '/', words, dueAt: dueAt.toISOString() })
  else {
    tellNext(req, 'leaving')
    res.redirect(303, '/')
  }
})

async function showLeaving(req: Request, res: Response) {
  const viewer = signedIn(req)
  const data = {
    url: '/compte/suppression',
    days: LEAVING_DAYS,
    asksPassword: !isFresh(req),
    lastAdmin: await isLastAdmin(viewer.id),
  }
  startForm(res, { words: 'keep' })
  await respond(req, res, {
    view: 'privacy/leaving',
    data,
    page: { title: res.locals.t('privacy.leavingTitle'), nav: 'compte' },
  })
}

/** Whoever has just shown who they are need not do it again. */
function isFresh(req: Request) {
  const startedAt = currentSignIn(req)?.startedAt.getTime() ?? 0
  return startedAt > Date.now() - FRESH_MS
}

/** Nothing of the session that ends is written again. */
function freshSession(req: Request) {
  return new Promise<void>((resolve, reject) => {
    req.session.regenerate(error => (error ? reject(error) : resolve()))
  })
}
