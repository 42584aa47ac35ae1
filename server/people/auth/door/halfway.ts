import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import { Member } from '../../../../models/member.ts'
import type { Way } from '../../../../models/words/sign-in.ts'
import { HttpError } from '../../../platform/errors.ts'
import { wantsJson } from '../../../platform/http/respond.ts'
import type { Viewer } from '../../../platform/who/viewer.ts'
import { readSignedIn } from '../passport.ts'

/** Somebody who has proven one factor and is asked for the other. It opens nothing but that page. */
declare module 'express-session' {
  interface SessionData {
    halfway?: {
      member: string
      epoch: number
      /** Of the password that was shown: another one since, and all begins again. */
      password: string
      way: Way
      retour?: string | undefined
      until: number
    }
  }
}

const LIFE_MS = 10 * 60_000

export async function waitForCode(
  req: Request,
  res: Response,
  viewer: Viewer,
  { way, retour }: { way: Way; retour?: string | undefined },
) {
  if (wantsJson(req)) throw new HttpError(401, 'second_factor_required')
  const epoch = (await readSignedIn(viewer.id))?.epoch ?? 0
  await freshSession(req)
  req.session.cookie.maxAge = LIFE_MS
  req.session.halfway = {
    ...{ member: viewer.id, epoch, way, until: Date.now() + LIFE_MS },
    password: await passwordMark(viewer.id),
    ...(retour ? { retour } : {}),
  }
  await saveSession(req)
  res.redirect(303, '/connexion/code')
}

/** Who waits in this session, as they are now; undefined when they waited too long or signed out everywhere. */
export async function whoWaits(req: Request) {
  const halfway = req.session.halfway
  if (!halfway || halfway.until < Date.now()) return undefined
  const found = await readSignedIn(halfway.member)
  if (!found || found.epoch !== halfway.epoch) return undefined
  if ((await passwordMark(halfway.member)) !== halfway.password) return undefined
  const { way, retour } = halfway
  return { viewer: found.viewer, way, retour }
}

/** Says whether the password is the same one, and nothing else of it. */
async function passwordMark(id: string) {
  const member = await Member.findById(id, 'passwordHash').lean()
  return createHash('sha256')
    .update(member?.passwordHash ?? '')
    .digest('base64url')
}

/** A session id that nobody knew before. */
export function freshSession(req: Request) {
  return new Promise<void>((resolve, reject) => {
    req.session.regenerate(error => (error ? reject(error) : resolve()))
  })
}

/** Before a redirect: a browser follows it at its first bytes, and must find there what was written. */
export function saveSession(req: Request) {
  return new Promise<void>((resolve, reject) => {
    req.session.save(error => (error ? reject(error) : resolve()))
  })
}
