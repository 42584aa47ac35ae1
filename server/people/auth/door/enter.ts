import type { Request, Response } from 'express'
import type { Way } from '../../../../models/words/sign-in.ts'
import { language, localPath } from '../../../platform/http/preferences.ts'
import { wantsJson } from '../../../platform/http/respond.ts'
import type { Viewer } from '../../../platform/who/viewer.ts'
import { placeOf } from '../address.ts'
import { readAgent } from '../devices/agent.ts'
import { markDevice } from '../devices/cookie.ts'
import { noteDevice } from '../devices/known.ts'
import { checkCode } from '../second-factor/check.ts'
import { hasSecondFactor } from '../second-factor/state.ts'
import { tellOwner } from '../security-mail.ts'
import { announce } from '../sign-ins/current.ts'
import { waitForCode } from './halfway.ts'
import { backIfTime, refusalAtTheDoor } from './suspension.ts'

export type Entry = { way: Way; retour?: string | undefined; code?: string | undefined }

/**
 * Somebody proved who they are, once: they come in, unless they are kept out, or a code is still to be
 * asked of them. A passkey is both factors.
 */
export async function proceed(req: Request, res: Response, known: Viewer, entry: Entry) {
  const viewer = await backIfTime(known)
  if (viewer.state !== 'active') throw await refusalAtTheDoor(viewer, language(res))
  if (entry.way !== 'passkey' && (await hasSecondFactor(viewer.id))) {
    if (entry.code === undefined) return waitForCode(req, res, viewer, entry)
    await checkCode(req, res, viewer, entry.code)
  }
  await enter(req, res, viewer, entry)
}

/** All is proven: a new session, in a browser that is known from now on. */
async function enter(req: Request, res: Response, viewer: Viewer, { way, retour }: Entry) {
  const device = markDevice(req, res)
  announce(req, way, device)
  await logIn(req, viewer)
  if (await noteDevice(viewer.id, device)) await tellOfDevice(req, viewer)
  if (wantsJson(req)) res.json({ ...viewer, url: viewer.url })
  else res.redirect(303, localPath(retour))
}

/** Passport makes a new session here, so that one planted before the sign-in is worth nothing. */
function logIn(req: Request, viewer: Viewer) {
  return new Promise<void>((resolve, reject) => {
    req.logIn(viewer, error => (error ? reject(error) : resolve()))
  })
}

async function tellOfDevice(req: Request, viewer: Viewer) {
  const { browser, system } = readAgent(req.get('user-agent'))
  await tellOwner(viewer.id, 'newDevice', {
    device: [browser, system].filter(Boolean).join(', ') || '?',
    place: placeOf(req.ip),
  })
}
