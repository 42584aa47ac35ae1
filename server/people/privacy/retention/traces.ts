import mongoose from 'mongoose'
import { SignIn } from '../../../../models/sign-in.ts'
import { DAY_MS, dayMonthsBefore, FAILED_JOB_DAYS, PLACE_MONTHS } from '../terms.ts'

/** The beginnings of addresses that sign-ins came from, a year after. The sign-in itself may go on. */
export async function forgetPlaces(now = new Date()) {
  const before = new Date(`${dayMonthsBefore(now, PLACE_MONTHS)}T00:00:00Z`)
  // Few are so old, and none is looked for by its place: once a day, all are read.
  const all = SignIn.find({ place: { $gt: '' } }, 'startedAt')
    .hint({ $natural: 1 })
    .lean()
    .cursor()
  for await (const { _id, startedAt } of all)
    if (startedAt < before) await SignIn.updateOne({ _id }, { $set: { place: '' } })
}

/** What a job knew stays with it while it may be tried again, and a month longer for who repairs. */
export async function purgeFailedJobs(now = new Date()) {
  const before = new Date(now.getTime() - FAILED_JOB_DAYS * DAY_MS)
  const jobs = mongoose.connection.collection('jobs')
  // The library's own collection, with its own indexes; it holds what waits, which is little.
  const failed = jobs.find(
    { failedAt: { $lt: before }, nextRunAt: null },
    { projection: { _id: 1 }, hint: { $natural: 1 } },
  )
  for await (const { _id } of failed) await jobs.deleteOne({ _id })
}
