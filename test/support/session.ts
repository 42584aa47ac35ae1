import { createHmac, randomBytes } from 'node:crypto'
import mongoose from 'mongoose'
import type { MemberRecord } from '../../models/member.ts'
import { SignIn } from '../../models/sign-in.ts'
import { deviceKey, hashOf } from '../../server/people/auth/devices/cookie.ts'
import { noteDevice } from '../../server/people/auth/devices/known.ts'
import { SESSION_COOKIE } from '../../server/platform/http/session.ts'

const DAY_MS = 24 * 3600 * 1000

/** What a sign-in by password leaves in the store, without one; the cookies that the browser has then. */
export async function aSession(member: MemberRecord, secret: string): Promise<string> {
  const [sid, mark] = [randomBytes(24).toString('base64url'), randomBytes(16).toString('base64url')]
  const device = hashOf(mark)
  await noteDevice(String(member._id), device)
  await keepSession(sid, await keyOf(member, sid, device))
  const signed = encodeURIComponent(`s:${sid}.${signature(sid, secret)}`)
  const known = `${mark}.${createHmac('sha256', deviceKey(secret)).update(mark).digest('base64url')}`
  return `${SESSION_COOKIE}=${signed}; appareil=${known}`
}

async function keyOf({ _id, role, sessionEpoch }: MemberRecord, sid: string, device: string) {
  const now = new Date()
  const signIn = await SignIn.create({
    member: _id,
    role,
    sid,
    epoch: sessionEpoch,
    way: 'password',
    device,
    startedAt: now,
    lastSeenOn: now.toISOString().slice(0, 10),
    expiresAt: new Date(now.getTime() + 30 * DAY_MS),
  })
  return `${_id}.${sessionEpoch}.${signIn.id}`
}

/** As connect-mongo writes it. */
async function keepSession(sid: string, user: string) {
  const expires = new Date(Date.now() + 30 * DAY_MS)
  const cookie = {
    originalMaxAge: 30 * DAY_MS,
    expires,
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
  }
  await mongoose.connection
    .collection<{ _id: string; expires: Date; lastModified: Date; session: object }>('sessions')
    .insertOne({
      _id: sid,
      expires,
      lastModified: new Date(),
      session: { cookie, passport: { user } },
    })
}

/** As cookie-signature does it, for express-session. */
function signature(value: string, secret: string) {
  return createHmac('sha256', secret).update(value).digest('base64').replace(/=+$/, '')
}
