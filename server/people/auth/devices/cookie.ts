import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Request, Response } from 'express'
import { cookieOf } from '../../../platform/http/cookies.ts'

/** A browser's own mark, set once somebody has signed in with it. It opens nothing by itself. */
const COOKIE = 'appareil'
const LIFE_MS = 400 * 24 * 3600 * 1000
const KEY = 'device key'

/** Signed apart from sessions: neither is ever good for the other. */
export function deviceKey(secret: string) {
  return createHmac('sha256', secret).update('device').digest()
}

/** The hash under which a browser is known; undefined when it has no mark, or a forged one. */
export function deviceOf(req: Request): string | undefined {
  const [id = '', signature = ''] = (cookieOf(req, COOKIE) ?? '').split('.')
  if (!/^[\w-]{22}$/.test(id)) return undefined
  const [given, right] = [Buffer.from(signature), Buffer.from(sign(req, id))]
  return given.length === right.length && timingSafeEqual(given, right) ? hashOf(id) : undefined
}

/** The same, marking the browser when it has no mark yet, for as long as browsers keep one. */
export function markDevice(req: Request, res: Response): string {
  const known = deviceOf(req)
  const id = known ? (cookieOf(req, COOKIE) ?? '').split('.')[0] : undefined
  const kept = id ?? randomBytes(16).toString('base64url')
  res.cookie(COOKIE, `${kept}.${sign(req, kept)}`, {
    maxAge: LIFE_MS,
    httpOnly: true,
    sameSite: 'lax',
    secure: req.app.get('secure cookies') === true,
    path: '/',
  })
  return hashOf(kept)
}

function sign(req: Request, id: string) {
  return createHmac('sha256', req.app.get(KEY)).update(id).digest('base64url')
}

export function hashOf(id: string) {
  return createHash('sha256').update(id).digest('base64url')
}
