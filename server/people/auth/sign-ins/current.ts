import type { IncomingMessage } from 'node:http'
import type { Request } from 'express'
import { Types } from 'mongoose'
import { SignIn, type SignInRecord } from '../../../../models/sign-in.ts'
import type { Way } from '../../../../models/words/sign-in.ts'
import { remember } from '../../../platform/memory.ts'
import type { Viewer } from '../../../platform/who/viewer.ts'
import { placeOf } from '../address.ts'
import { readAgent } from '../devices/agent.ts'
import { deviceOf } from '../devices/cookie.ts'

const LIFE_MS = 30 * 24 * 3600 * 1000

/** What each request knows of the sign-in it belongs to. */
const current = new WeakMap<IncomingMessage, SignInRecord>()
/** What the sign-in that a request is about to make will say of itself. */
const coming = new WeakMap<IncomingMessage, { way: Way; device: string }>()

export function currentSignIn(req: IncomingMessage): SignInRecord | undefined {
  return current.get(req)
}

export function noteCurrent(req: IncomingMessage, signIn: SignInRecord) {
  current.set(req, signIn)
}

export function announce(req: Request, way: Way, device: string) {
  coming.set(req, { way, device })
}

/** A new record for the session that this request has just begun; a renewed one goes on as it was. */
export async function openSignIn(req: Request, viewer: Viewer, epoch: number) {
  const before = current.get(req)
  const { way, device } = coming.get(req) ?? {
    way: before?.way ?? 'password',
    device: before?.device ?? deviceOf(req) ?? '',
  }
  const now = new Date()
  const signIn = await SignIn.create({
    ...{ member: viewer.id, role: viewer.role, sid: req.sessionID, epoch, way, device },
    ...{ ...readAgent(req.get('user-agent')), place: placeOf(req.ip) },
    ...{ startedAt: before && !coming.has(req) ? before.startedAt : now, ...seen(now) },
  })
  noteCurrent(req, signIn.toObject())
  return signIn.id
}

/** The record of this id while it stands, remembered until it ends in any process. */
export async function readSignIn(id: string): Promise<SignInRecord | null> {
  if (!Types.ObjectId.isValid(id)) return null
  return remember([`sign_ins:${id}`], `sign-in ${id}`, () =>
    SignIn.findById(id).lean<SignInRecord>(),
  )
}

/** Written once a day: when exactly somebody reads is nobody's business. */
export async function noteSeen({ _id, lastSeenOn }: SignInRecord, now = new Date()) {
  const today = seen(now)
  if (lastSeenOn !== today.lastSeenOn) await SignIn.updateOne({ _id }, { $set: today })
}

function seen(now: Date) {
  return {
    lastSeenOn: now.toISOString().slice(0, 10),
    expiresAt: new Date(now.getTime() + LIFE_MS),
  }
}
