import type { RequestHandler } from 'express'
import { Visit } from '../../../models/visit.ts'
import { isDuplicate } from '../../platform/database/duplicates.ts'
import { remember } from '../../platform/memory.ts'
import { viewerOf } from '../../platform/who/current.ts'
import { currentSignIn } from '../auth/sign-ins/current.ts'
import { departureOf } from '../members/departures.ts'
import { stay } from './removal/actions.ts'
import { dayOf } from './terms.ts'

/** Each request of a member is a visit, written once a day; one after signing in again ends a wish to leave. */
export const noteVisits: RequestHandler = async (req, _res, next) => {
  const viewer = viewerOf(req)
  if (viewer) {
    await noteVisit(viewer.id)
    await endWish(viewer.id, currentSignIn(req)?.startedAt)
  }
  next()
}

/** Whatever was told of closing the account holds no more. */
export async function noteVisit(member: string, now = new Date()) {
  const today = dayOf(now)
  const seen = await remember([`visits:${member}`], `visit ${member}`, () =>
    Visit.findById(member, 'lastSeenOn').lean(),
  )
  if (seen?.lastSeenOn === today) return
  const update = { $set: { lastSeenOn: today }, $unset: { warnedOn: 1, warnedAgainOn: 1 } } as const
  await Visit.updateOne({ _id: member }, update, { upsert: true }).catch(unlessThere)
}

/** Two first requests of a browser at once: the other one has written it. */
function unlessThere(failure: unknown) {
  if (!isDuplicate(failure)) throw failure
}

/** A session of before does not count: they have all ended. */
async function endWish(member: string, signedInAt: Date | undefined) {
  const departure = signedInAt && (await departureOf(member))
  if (departure && signedInAt > departure.askedAt) await stay(departure)
}
