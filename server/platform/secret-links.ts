import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'

/** The secret of a link that is sent or shown once; the store keeps `hash` alone. 256 random bits need no slow hashing. */
export function newLink() {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashOf(token) }
}

export function hashOf(token: string) {
  return createHash('sha256').update(token).digest('base64url')
}

export const linkToken = z.string().regex(/^[\w-]{43}$/)

/** What an address says, when it looks like the secret of a link. */
export function tokenIn(value: unknown) {
  return linkToken.safeParse(value).data
}

const DAY_MS = 86_400_000

export function daysAfter(date: Date, days: number) {
  return new Date(date.getTime() + days * DAY_MS)
}
