import type { RequestHandler } from 'express'
import mongoose from 'mongoose'
import { RateLimiterMemory, RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible'
import { TooMany } from '../errors.ts'
import { isSafe } from '../http/same-origin.ts'
import { viewerOf } from './current.ts'

/**
 * Counts kept in the store: every process knows them, and a restart forgives nobody. Those of this
 * process alone cost nothing to ask, where it is only a matter of not being flooded.
 */
type Rule = { points: number; minutes: number; here?: boolean }

const RULES = {
  /** Tries at one account, whatever the address: slow enough for guessing, no lock for its owner for long. */
  signInAccount: { points: 10, minutes: 15 },
  signInAddress: { points: 60, minutes: 15 },
  signUpAddress: { points: 10, minutes: 60 },
  resetAddress: { points: 10, minutes: 60 },
  resetAccount: { points: 3, minutes: 60 },
  installation: { points: 20, minutes: 15 },
  /** Everything that a member writes. Nobody types so fast; a script that loads a library may. */
  writing: { points: 1_500, minutes: 1, here: true },
} satisfies Record<string, Rule>

export type Limit = keyof typeof RULES

const limiters = new Map<Limit, RateLimiterMongo | RateLimiterMemory>()

/** Takes one point of `key`; throws TooMany when none is left. */
export async function spend(limit: Limit, key: string) {
  try {
    await limiter(limit).consume(key)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    throw new TooMany(Math.ceil(refusal.msBeforeNext / 1000))
  }
}

/** No member, nor who took their session, floods the network. */
export const writingLimit: RequestHandler = async (req, _res, next) => {
  const viewer = viewerOf(req)
  if (viewer && !isSafe(req)) await spend('writing', viewer.id)
  next()
}

/** After a success, earlier failures count no more. */
export async function forgive(limit: Limit, key: string) {
  await limiter(limit).delete(key)
}

function limiter(limit: Limit) {
  const known = limiters.get(limit)
  if (known) return known
  const { points, minutes, here }: Rule = RULES[limit]
  const counting = { keyPrefix: limit, points, duration: minutes * 60 }
  const made = here
    ? new RateLimiterMemory(counting)
    : new RateLimiterMongo({
        ...counting,
        storeClient: mongoose.connection.getClient(),
        dbName: mongoose.connection.name,
        tableName: 'rate_limits',
      })
  limiters.set(limit, made)
  return made
}
