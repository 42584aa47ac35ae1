import { Submission, type SubmissionRecord } from '../../models/submission.ts'
import { moderatedKind } from '../platform/content/kinds.ts'
import { remember } from '../platform/memory.ts'

const MOST_SHOWN = 10

/** What this member wrote there and nobody has looked at yet: they alone see it. */
export function waitingIn(author: { id: string }, kind: string, place?: unknown) {
  const key = `waiting ${author.id} ${kind} ${place ?? ''}`
  return remember(['submissions'], key, async () => {
    const asked = { author: author.id, answer: null, kind, ...(place ? { place } : {}) }
    const found = await Submission.find(asked)
      .sort({ createdAt: 1 })
      .limit(MOST_SHOWN)
      .lean<SubmissionRecord[]>()
    return found.map(presentWaiting)
  })
}

export function presentWaiting(submission: SubmissionRecord) {
  const { _id, kind, place, title, body, html, createdAt, answer, appeal } = submission
  return {
    id: String(_id),
    url: placeUrl(submission),
    kind,
    place: place ? String(place) : null,
    title,
    body,
    html,
    createdAt: createdAt.toISOString(),
    state: answer ?? 'waiting',
    appeal: appeal ?? null,
  }
}

/** Where its author finds it: at the end of what it answers, or among the discussions. */
function placeUrl({ kind, place }: SubmissionRecord) {
  return moderatedKind(kind)?.submissions?.url(place) ?? '/compte/moderation'
}
