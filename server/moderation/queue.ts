import { Decision, type DecisionRecord } from '../../models/decision.ts'
import { type CaseRecord, ModerationCase } from '../../models/moderation-case.ts'
import { Submission, type SubmissionRecord } from '../../models/submission.ts'
import { reachedBy } from '../people/groups/coordination.ts'
import { type Writer, writersOf } from '../people/members/writers.ts'
import type { WaitingRecords } from '../platform/content/kind.ts'
import { moderatedKinds } from '../platform/content/kinds.ts'
import type { Language } from '../platform/i18n/index.ts'
import { plainText } from '../platform/markdown/render.ts'
import { remember, type Topic } from '../platform/memory.ts'
import { formatAgo } from '../platform/time/format.ts'
import { audiencesOf, sees } from '../platform/who/audience.ts'
import { isCoordinator, type Viewer, type Visitor } from '../platform/who/viewer.ts'
import type { QueueQuery } from './forms.ts'
import { presentWaiting } from './waiting.ts'

/** The cases that this moderator may look at: not those about themselves. */
export async function casesFor(
  viewer: Viewer,
  { etat, motif }: Pick<QueueQuery, 'etat' | 'motif'>,
) {
  const others = { state: etat, author: { $ne: viewer.id }, ...(await reachedBy(viewer)) }
  const filter = { ...others, ...(motif ? { reasons: motif } : {}) }
  // What has waited longest comes first; of what is done, the latest.
  return { cases: ModerationCase.find(filter).sort({ waitingSince: etat === 'open' ? 1 : -1 }) }
}

/** In lists: what is said in a group that the moderator is not in is read on the case's own page alone. */
export async function presentCases(cases: CaseRecord[], viewer: Viewer) {
  const writers = await writersOf(cases.map(({ author }) => author))
  return cases.map(one => {
    const item = presentCase(one, writers.get(String(one.author)) ?? null)
    return sees(viewer, one) ? item : { ...item, title: '', excerpt: '', fromGroup: true }
  })
}

export function presentCase(record: CaseRecord, author: Writer | null) {
  const { _id, kind, target, state, reasons, reportCount, waitingSince, closedAt, seen } = record
  return {
    id: String(_id),
    url: `/moderation/${_id}`,
    kind,
    target: String(target),
    state,
    reasons,
    reportCount,
    answered: record.answered,
    decisions: record.decisions,
    title: seen?.title ?? '',
    excerpt: plainText(seen?.body ?? '', 160),
    author,
    /** Of a group that the moderator is not in. */
    fromGroup: false,
    waitingSince: waitingSince.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
  }
}

export function caseRow(item: ReturnType<typeof presentCase>, language: Language) {
  return { ...item, ago: ago(new Date(item.waitingSince), language) }
}

export function ago(date: Date, language: Language) {
  return formatAgo(date, new Date(), language)
}

/** How much waits for a moderator, as tabs and the home page say it. */
export function waitingCounts(viewer: Viewer | Visitor) {
  if (!isCoordinator(viewer)) return Promise.resolve({ open: 0, review: 0 })
  const waiting = waitingOfKinds()
  const own = waiting.map(({ topic }) => topic)
  const topics: Topic[] = ['moderation_cases', 'submissions', 'groups', 'members', ...own]
  return remember(topics, `moderation counts ${viewer.id} ${audiencesOf(viewer)}`, async () => {
    const [open, kept, ...records] = await Promise.all([
      openCount(viewer),
      submissionsFor(viewer).countDocuments(),
      ...waiting.map(kind => kind.count(viewer)),
    ])
    return { open, review: records.reduce((sum, count) => sum + count, kept) }
  })
}

async function openCount(viewer: Viewer) {
  return (await casesFor(viewer, { etat: 'open', motif: undefined })).cases.countDocuments()
}

/** What new members wrote and nobody has looked at, oldest first. */
export async function waitingForLook(viewer: Viewer, language: Language) {
  const [kept, ...records] = await Promise.all([
    submissionsFor(viewer).sort({ createdAt: 1 }).limit(MOST_SHOWN).lean<SubmissionRecord[]>(),
    ...waitingOfKinds().map(kind => waitingOf(kind, viewer)),
  ])
  const writers = await writersOf([...kept, ...records.flat()].map(({ author }) => author))
  const author = (id: unknown) => writers.get(String(id)) ?? null
  return [
    ...kept.map(one => ({
      ...presentWaiting(one),
      author: author(one.author),
      ago: ago(one.createdAt, language),
    })),
    ...records.flat().map(({ createdAt, updatedAt, ...one }) => ({
      ...one,
      place: null,
      html: '',
      createdAt: createdAt.toISOString(),
      state: 'waiting',
      appeal: null,
      author: author(one.author),
      ago: ago(updatedAt, language),
    })),
  ]
}

type WaitingKind = WaitingRecords & { name: string }

function waitingOfKinds(): WaitingKind[] {
  return moderatedKinds().flatMap(({ name, waiting }) => (waiting ? [{ name, ...waiting }] : []))
}

async function waitingOf({ name, list }: WaitingKind, viewer: Viewer) {
  return (await list(viewer, MOST_SHOWN)).map(one => ({ kind: name, ...one }))
}

const MOST_SHOWN = 20

function submissionsFor({ id }: Viewer) {
  return Submission.find({ answer: null, author: { $ne: id } })
}

/** What was decided about one thing, oldest first. */
export function decisionsOn(kind: string, target: CaseRecord['target']) {
  return Decision.find({ kind, target }).sort({ at: 1 }).limit(50).lean<DecisionRecord[]>()
}
