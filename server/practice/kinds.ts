import type { Types } from 'mongoose'
import { Rating, type RatingRecord } from '../../models/rating.ts'
import { Resource } from '../../models/resource.ts'
import { RunReport, type RunReportRecord } from '../../models/run-report.ts'
import { audienceOfResource, readable } from '../library/kinds.ts'
import { countAgain } from '../library/tally.ts'
import type { Kind } from '../platform/content/kind.ts'
import { Conflict } from '../platform/errors.ts'
import { found } from '../platform/who/current.ts'
import { prideOf } from './news.ts'
import { ratingOf } from './ratings/seen.ts'
import { runOf } from './runs/seen.ts'
import { thingOfRating, thingOfRun } from './things.ts'

export const runKind: Kind = {
  name: 'run',
  moderation: {
    address: '/ressources/:slug/seances/:id',
    async find(req) {
      const resource = await readable(req)
      return thingOfRun(await runOf(req, resource), resource)
    },
    async read(id) {
      const run = await RunReport.findById(id).lean<RunReportRecord>()
      const sheet = run && (await sheetOf(run))
      return run && sheet ? thingOfRun(run, sheet) : undefined
    },
    async audience(id) {
      return audienceOfResource((await RunReport.findById(id, 'resource').lean())?.resource)
    },
    async hide(id) {
      await countAgainFor(await RunReport.findOneAndUpdate(shown(id), hiding()).lean())
    },
    async restore(id) {
      await countAgainFor(await RunReport.findOneAndUpdate(hidden(id), GIVEN_BACK).lean())
    },
  },
  writing: {
    any: member => RunReport.exists({ member }),
    figure: {
      name: 'runs',
      count: async (author, viewer) => (await prideOf(author, viewer))?.runs ?? 0,
    },
  },
}

export const ratingKind: Kind = {
  name: 'rating',
  moderation: {
    address: '/ressources/:slug/avis/:id',
    async find(req) {
      const resource = await readable(req)
      const rating = await ratingOf(req, resource)
      return found(thingOfRating(rating, resource), !rating.hiddenAt && rating.body !== '')
    },
    async read(id) {
      const rating = await Rating.findById(id).lean<RatingRecord>()
      const sheet = rating && (await sheetOf(rating))
      return rating && sheet ? thingOfRating(rating, sheet) : undefined
    },
    async audience(id) {
      return audienceOfResource((await Rating.findById(id, 'resource').lean())?.resource)
    },
    async hide(id) {
      await countAgainFor(await Rating.findOneAndUpdate(shown(id), hiding()).lean())
    },
    async restore(id) {
      await countAgainFor(await Rating.findOneAndUpdate(hidden(id), GIVEN_BACK).lean())
    },
  },
}

type OfResource = { resource: Types.ObjectId }

const GIVEN_BACK = { $unset: { hiddenAt: 1 as const } }
const shown = (_id: string) => ({ _id, hiddenAt: null })
const hidden = (_id: string) => ({ _id, hiddenAt: { $ne: null } })
/** Nothing looks for their words: a date says that nobody reads them. */
const hiding = () => ({ $set: { hiddenAt: new Date() } })

/** What stands below a sheet has its address and its title. */
function sheetOf({ resource }: OfResource) {
  return Resource.findById(resource, 'slug title').lean()
}

async function countAgainFor(told: OfResource | null) {
  if (!told) throw new Conflict()
  await countAgain(told.resource)
}
