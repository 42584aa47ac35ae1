import { ModerationCase } from '../../models/moderation-case.ts'
import { Report, type ReportRecord } from '../../models/report.ts'
import { audienceOfThing } from '../platform/content/kinds.ts'
import { createOnce } from '../platform/content/sent-once.ts'
import type { Thing } from '../platform/content/thing.ts'
import { upsertOnce } from '../platform/database/duplicates.ts'
import type { Word } from './forms.ts'

type Saying = Word & { reason: ReportRecord['reason'] }

/** A member's report of a thing, once: said again, it is the same one, and `isNew` is false. */
export async function report(thing: Thing, reporter: { id: string }, saying: Saying) {
  const key = { kind: thing.kind, target: thing.id, reporter: reporter.id }
  const known = await Report.findOne(key).lean<ReportRecord>()
  const { record: kept, isNew } = known
    ? { record: known, isNew: false }
    : await writeOnce(key, saying)
  // Also when it was known: the first time may have been cut short between the two.
  const opened = isNew || !(await ModerationCase.exists({ kind: thing.kind, target: thing.id }))
  if (opened) await openCase(thing, kept.reason)
  return { report: kept, isNew }
}

type Key = { kind: Thing['kind']; target: string; reporter: string }

function writeOnce(key: Key, { reason, word }: Saying) {
  const written = { ...key, reason, word, createdAt: new Date() }
  return createOnce<ReportRecord>({
    create: async () => (await Report.create(written)).toObject(),
    same: () => Report.findOne(key).lean<ReportRecord>(),
  })
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
  await upsertOnce(() => ModerationCase.updateOne(key, update, { upsert: true }))
}
