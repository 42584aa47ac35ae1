import { timingSafeEqual } from 'node:crypto'
import { Token, type TokenRecord } from '../../../models/token.ts'
import { record } from '../../platform/audit/record.ts'
import { isDuplicate } from '../../platform/database/duplicates.ts'
import { Conflict, Invalid } from '../../platform/errors.ts'
import { disconnectToken } from '../../platform/realtime/revoke.ts'
import { services } from '../../platform/services.ts'
import { scopesOf } from '../../platform/who/scopes.ts'
import type { Viewer } from '../../platform/who/viewer.ts'
import { isLeaving } from '../members/departures.ts'
import type { TokenInput } from './forms.ts'
import { hashOf, isSecret, newSecret } from './secret.ts'

type Owner = { id: string; name: string }

const DAY_MS = 86_400_000
const MOST_LIVE = 20
/** How long an ended token stays in its owner's list. */
const REMEMBERED_DAYS = 90

/** The new token and its secret, which nobody can read again. Throws Conflict when the form was sent already. */
export async function createToken(owner: Viewer, input: TokenInput) {
  const allowed = scopesOf(owner)
  if (!input.scopes.every(scope => allowed.includes(scope)))
    throw new Invalid({ scopes: 'invalid.choice' })
  if ((await liveCount(owner)) >= MOST_LIVE) throw new Invalid({ form: 'tokens.tooMany' })
  const secret = newSecret()
  const token = await saveToken(owner, input, secret)
  await record(owner, 'token.made', { kind: 'token', id: token._id }, { scopes: token.scopes })
  await services().jobs.soon('mail.newToken', { id: String(token._id) })
  return { token, secret }
}

/** From now on the token opens nothing, and what listens with it hears nothing more. */
export async function revokeToken(owner: Owner, { _id }: Pick<TokenRecord, '_id'>) {
  const revokedAt = new Date()
  const { matchedCount } = await Token.updateOne(
    { _id, revokedAt: { $exists: false } },
    { $set: { revokedAt, forgottenAt: daysAfter(revokedAt, REMEMBERED_DAYS) } },
  )
  disconnectToken(String(_id))
  if (matchedCount > 0) await record(owner, 'token.revoked', { kind: 'token', id: _id })
}

/** All that live. Answers how many. */
export async function revokeTokensOf(owner: Owner) {
  const live = await Token.find(liveOf(owner), '_id').lean()
  for (const token of live) await revokeToken(owner, token)
  return live.length
}

/** The token of this secret while it lives. Looked up anew each time, so that a revoked one stops at once. */
export async function tokenOf(secret: string): Promise<TokenRecord | undefined> {
  if (!isSecret(secret)) return undefined
  const hash = hashOf(secret)
  const token = await Token.findOne({ hash }).lean<TokenRecord>()
  if (!token || !timingSafeEqual(Buffer.from(token.hash), Buffer.from(hash))) return undefined
  return (await opens(token)) ? token : undefined
}

/** The same token later, while it lives: what stays open asks again. */
export async function liveToken(_id: TokenRecord['_id']) {
  const token = await Token.findById(_id, '-hash').lean<TokenRecord>()
  return token && (await opens(token)) ? token : undefined
}

/** Nothing is done in the name of who asked to leave: their tokens rest, until they sign in again. */
async function opens(token: TokenRecord) {
  return isLive(token) && !(await isLeaving(String(token.member)))
}

function isLive({ revokedAt, expiresAt }: TokenRecord) {
  return !revokedAt && expiresAt > new Date()
}

/** Written once a day: a program that asks each second costs no write. */
export async function noteUse({ _id, lastUsedOn }: TokenRecord) {
  const today = new Date().toISOString().slice(0, 10)
  if (lastUsedOn !== today) await Token.updateOne({ _id }, { $set: { lastUsedOn: today } })
}

export function tokensOf(owner: Viewer) {
  return Token.find({ member: owner.id }, '-hash').sort({ createdAt: -1 }).limit(200)
}

export function liveCount(owner: { id: string }) {
  return Token.countDocuments(liveOf(owner))
}

function liveOf({ id: member }: { id: string }) {
  return { member, revokedAt: { $exists: false }, expiresAt: { $gt: new Date() } }
}

async function saveToken(owner: Viewer, input: TokenInput, secret: string): Promise<TokenRecord> {
  const { name, scopes, days, clientId } = input
  const createdAt = new Date()
  const expiresAt = daysAfter(createdAt, days)
  try {
    const token = await Token.create({
      ...{ member: owner.id, name, scopes, createdAt, expiresAt, hash: hashOf(secret) },
      forgottenAt: daysAfter(expiresAt, REMEMBERED_DAYS),
      once: clientId ? `${owner.id} ${clientId}` : undefined,
    })
    return token.toObject()
  } catch (failure) {
    throw isDuplicate(failure, 'once') ? new Conflict('tokenMade') : failure
  }
}

function daysAfter(date: Date, days: number) {
  return new Date(date.getTime() + days * DAY_MS)
}
