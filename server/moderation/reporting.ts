import { ModerationCase } from '../../models/moderation-case.ts'
import { Report, type ReportRecord } from '../../models/report.ts'
import { audienceOfThing } from '../platform/content/kinds.ts'
import type { Thing } from '../platform/content/thing.ts'
import { isDuplicate } from '../platform/database/duplicates.ts'
import type { Word } from './forms.ts'

type Saying = Word & { reason: ReportRecord['reason'] }

/** A member's report of a thing, once: said again, it is the same one, and `isNew` is false. */
export async function report(thing: Thing, reporter: { id: string }, saying: Saying) {
  const key = { kind: thing.kind, target: thing.id, reporter: reporter.id }
  const known = await Report.findOne(key).lean<ReportRecord>()
  const { kept, isNew } = known ? { kept: known, isNew: false } : await writeOnce(key, saying)
  // Also when it was known: the first time may have been cut short between the two.
  const opened = isNew || !(await ModerationCase.exists({ kind: thing.kind, target: thing.id }))
  if (opened) await openCase(thing, kept.reason)
  return { report: kept, isNew }
}

type Key = { kind: Thing['kind']; target: string; reporter: string }

async function writeOnce(key: Key, { reason, word }: Saying) {
  try {
    const report = await Report.create({ ...key, reason, word, createdAt: new Date() })
    return { kept: report.toObject(), isNew: true }
  } catch (failure) {
    const same = isDuplicate(failure) && (await Report.findOne(key).lean<ReportRecord>())
    if (!same) throw failure
    return { kept: same, isNew: false }
  }
}

/** The case of the thing, open: a new one, the one that waits, or the one that was closed. */
async function openCase(thing: Thing, reason: ReportRecord['reason']) {
  const key = { kind: thing.kind, target: thing.id }
  const now = new Date()
  const [reportCount, audience] = await Promise.all([
    Report.countDocuments(key),
    audienceOfThing(thing),
  ])
  await ModerationCase.updateOne(
    { ...key, state: 'closed' },
    { $set: { state: 'open', waitingSince: now }, $unset: { closedAt: 1 } },
  )
  const { author, title, body } = thing
  const seen = { title, body, at: now }
  const $setOnInsert = { author, state: 'open' as const, waitingSince: now, seen }
  // Counts of two at once may come in the wrong order: the higher one is true.
  const counted = { $max: { reportCount }, $addToSet: { reasons: reason } } as const
  const update = { ...counted, $set: { audience }, $setOnInsert }
  const write = () => ModerationCase.updateOne(key, update, { upsert: true })
  try {
    await write()
  } catch (failure) {
    if (!isDuplicate(failure)) throw failure
    await write()
  }
}
