import mongoose from 'mongoose'
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible'
import { TooMany } from '../errors.ts'

/** Counts kept in the store: every process knows them, and a restart forgives nobody. */
type Rule = { points: number; minutes: number }

const RULES = {
  /** Tries at one account, whatever the address: slow enough for guessing, no lock for its owner for long. */
  signInAccount: { points: 10, minutes: 15 },
  signInAddress: { points: 60, minutes: 15 },
  signUpAddress: { points: 10, minutes: 60 },
  resetAddress: { points: 10, minutes: 60 },
  resetAccount: { points: 3, minutes: 60 },
  installation: { points: 20, minutes: 15 },
} satisfies Record<string, Rule>

export type Limit = keyof typeof RULES

const limiters = new Map<Limit, RateLimiterMongo>()

/** Takes one point of `key`; throws TooMany when none is left. */
export async function spend(limit: Limit, key: string) {
  try {
    await limiter(limit).consume(key)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    throw new TooMany(Math.ceil(refusal.msBeforeNext / 1000))
  }
}

/** After a success, earlier failures count no more. */
export async function forgive(limit: Limit, key: string) {
  await limiter(limit).delete(key)
}

function limiter(limit: Limit) {
  const known = limiters.get(limit)
  if (known) return known
  const { points, minutes } = RULES[limit]
  const made = new RateLimiterMongo({
    storeClient: mongoose.connection.getClient(),
    dbName: mongoose.connection.name,
    tableName: 'rate_limits',
    keyPrefix: limit,
    points,
    duration: minutes * 60,
  })
  limiters.set(limit, made)
  return made
}
