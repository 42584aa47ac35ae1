import type { Types } from 'mongoose'
import { Rating } from '../../models/rating.ts'
import { Resource } from '../../models/resource.ts'
import { RunReport } from '../../models/run-report.ts'
import { Verification } from '../../models/verification.ts'
import { dayOf } from '../people/privacy/terms.ts'
import { checkDay } from './due.ts'

/** Counts again what others made of a resource; begins anew when somebody else counted in between. */
export async function countAgain(resource: Types.ObjectId) {
  for (;;) {
    const seen = await Resource.findById(resource, 'tally verifyBy publishedAt').lean()
    if (!seen) return
    const turn = seen.tally?.turn ?? null
    const counted = { ...(await tallyOf(resource)), turn: (turn ?? 0) + 1 }
    const checkOn = checkDay({ ...seen, tally: counted })
    const { matchedCount } = await Resource.updateOne(
      { _id: resource, 'tally.turn': turn },
      { $set: { tally: counted, checkOn } },
    )
    if (matchedCount > 0) return
  }
}

async function tallyOf(resource: Types.ObjectId) {
  const [runs, ratings, last] = await Promise.all([
    RunReport.find({ resource, hiddenAt: null }, 'space day headcount').lean(),
    Rating.find({ resource }, 'value').lean(),
    Verification.findOne({ resource }, 'works at member').sort({ at: -1 }).lean(),
  ])
  const days = runs.map(({ day }) => day).sort()
  return {
    runs: runs.length,
    spaces: new Set(runs.flatMap(({ space }) => (space ? [String(space)] : []))).size,
    people: runs.reduce((sum, { headcount }) => sum + headcount, 0),
    ...(days.length > 0 ? { lastRunOn: days.at(-1) } : {}),
    ratings: ratings.length,
    stars: ratings.reduce((sum, { value }) => sum + value, 0),
    ...(last ? { works: last.works, checkedOn: dayOf(last.at), checkedBy: last.member } : {}),
  }
}
