import { setTimeout as pause } from 'node:timers/promises'
import type { Request, Response } from 'express'
import { Member } from '../../../../models/member.ts'
import { HttpError, TooMany } from '../../../platform/errors.ts'
import { count, forgive, giveBack, type Limit, mostOf } from '../../../platform/who/limits.ts'
import { addressOf } from '../address.ts'
import { deviceOf } from '../devices/cookie.ts'
import { isKnown } from '../devices/known.ts'

/**
 * Tries are counted before they are made, so that a thousand at once are a thousand. The first ones are
 * free, the next wait, the rest are not made at all: nothing is computed for them. A browser that the
 * account knows has a count of its own, which nobody else can use up.
 */
type Counter = { limit: Limit; key: string }

const FREE = 3
const FIRST_WAIT_MS = 200
const MOST_WAITING = 200

let waiting = 0

/** The counts that a try at this account takes from, existing or not. */
export async function countersFor(req: Request, email: string): Promise<Counter[]> {
  const device = deviceOf(req)
  const member = await Member.findOne({ email }, '_id').lean()
  if (await isKnown(member?._id, device))
    return [{ limit: 'signInDevice', key: `${device} ${email}` }]
  return [
    { limit: 'signInAccount', key: email },
    { limit: 'signInAddress', key: addressOf(req) },
  ]
}

/** Waits as long as the tries before ask for; false when there were too many to make another. */
export async function mayTry(counters: Counter[], res: Response) {
  const taken = await Promise.all(
    counters.map(async ({ limit, key }) => ({
      used: await count(limit, key),
      most: mostOf(limit),
    })),
  )
  if (taken.some(({ used, most }) => used > most)) return false
  await hold(Math.max(...taken.map(waitOf)), res)
  return true
}

/** The right password: failures before count no more. Those of the address do, but for this one. */
export async function forgiveTries(counters: Counter[]) {
  await Promise.all(
    counters.map(({ limit, key }) =>
      limit === 'signInAddress' ? giveBack(limit, key) : forgive(limit, key),
    ),
  )
}

/** 0.2 s for the fourth of eight, then twice as long each time; a whole address waits later. */
function waitOf({ used, most }: { used: number; most: number }) {
  const steps = Math.floor((used * 8) / most) - FREE
  return steps > 0 ? FIRST_WAIT_MS * 2 ** (steps - 1) : 0
}

async function hold(ms: number, res: Response) {
  if (ms === 0) return
  if (waiting >= MOST_WAITING) throw new TooMany(Math.ceil(ms / 1000))
  waiting++
  try {
    await pause(ms)
  } finally {
    waiting--
  }
  // Whoever did not wait gets nothing computed.
  if (res.destroyed) throw new HttpError(400, 'badRequest')
}
