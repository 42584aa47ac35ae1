import mongoose from 'mongoose'
import { RateLimiterMemory, RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible'
import { TooMany } from '../errors.ts'

/**
 * Counts kept in the store: every process knows them, and a restart forgives nobody. Those of this
 * process alone cost nothing to ask, where it is only a matter of not being flooded.
 */
type Rule = { points: number; minutes: number; here?: boolean }

const RULES = {
  /** Tries at one account from browsers it does not know; beyond, a mailed link lets its owner in. */
  signInAccount: { points: 8, minutes: 60 },
  /** The same from a browser its owner signed in with before: nobody else uses these up. */
  signInDevice: { points: 8, minutes: 60 },
  signInAddress: { points: 60, minutes: 15 },
  /** Less than a link lives, so that there is always one that works in the mailbox. */
  signInLink: { points: 1, minutes: 10 },
  signInLinkAddress: { points: 60, minutes: 60 },
  secondFactor: { points: 8, minutes: 60 },
  secondFactorDevice: { points: 8, minutes: 60 },
  passkeyAddress: { points: 120, minutes: 15 },
  providerLink: { points: 3, minutes: 15 },
  providerAddress: { points: 60, minutes: 15 },
  /** Their own password, asked again on their own pages. */
  ownPassword: { points: 10, minutes: 15 },
  signUpAddress: { points: 10, minutes: 60 },
  /** Mailed links that are followed from one address. */
  mailedLink: { points: 60, minutes: 60 },
  /** Mails that one address gets to confirm itself, whoever asks. */
  confirmAccount: { points: 5, minutes: 60 },
  /** Links and lists of one coordinator. */
  inviting: { points: 60, minutes: 60 },
  resetAddress: { points: 10, minutes: 60 },
  resetAccount: { points: 3, minutes: 60 },
  installation: { points: 20, minutes: 15 },
  /** What one member reports to the moderators. */
  report: { points: 30, minutes: 60 },
  /** The whole library in one archive, which costs the store a reading of everything. */
  wholeLibrary: { points: 6, minutes: 60 },
  /** Everything that a member writes. Nobody types so fast; a script that loads a library may. */
  writing: { points: 1_500, minutes: 1, here: true },
  /** Everything that a program asks with one token; its owner's own pages are not slowed down. */
  token: { points: 600, minutes: 1, here: true },
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

/** Takes one point of `key` whatever is left, and says how many were taken, this one included. */
export async function count(limit: Limit, key: string) {
  try {
    return (await limiter(limit).consume(key)).consumedPoints
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    return refusal.consumedPoints
  }
}

export function mostOf(limit: Limit) {
  return RULES[limit].points
}

/** Gives one point back. */
export async function giveBack(limit: Limit, key: string) {
  await limiter(limit).reward(key)
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
        disableIndexesCreation: true,
      })
  limiters.set(limit, made)
  return made
}
