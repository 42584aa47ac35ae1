import { Thread } from '../../models/thread.ts'
import { marksOf } from '../platform/content/read-marks.ts'
import { remember } from '../platform/memory.ts'
import { audiencesOf, membersSeenBy } from '../platform/who/audience.ts'
import type { Viewer } from '../platform/who/viewer.ts'

/** What nobody read in a month is no longer news: a new member starts with a month of it, not with years. */
const NEWS_DAYS = 30
const MOST_NEWS = 500

type News = { fresh: number; category: string | undefined }

/** What is new for this member, most recent activity first: by thread, how many replies. No query when nothing changed. */
export async function unreadOf(viewer: Viewer): Promise<ReadonlyMap<string, News>> {
  const [active, marks] = await Promise.all([activeThreads(viewer), marksOf(viewer.id, 'thread')])
  const unread = new Map<string, News>()
  for (const { id, lastNumber, category } of active) {
    const read = marks.get(id)
    if (read === undefined || read < lastNumber)
      unread.set(id, { fresh: lastNumber - (read ?? 0), category })
  }
  return unread
}

function activeThreads(viewer: Viewer) {
  return remember(['threads'], `threads of the month ${audiencesOf(viewer)}`, async () => {
    const since = new Date(Date.now() - NEWS_DAYS * 24 * 3600 * 1000)
    const recent = { away: null, ...membersSeenBy(viewer), lastActivityAt: { $gte: since } }
    const threads = await Thread.find(recent, 'lastReply.number category')
      .sort({ lastActivityAt: -1, _id: -1 })
      .limit(MOST_NEWS)
      .lean()
    return threads.map(({ _id, lastReply, category }) => ({
      id: String(_id),
      // The last one that stands: of what was taken away, nobody has anything to read.
      lastNumber: lastReply?.number ?? 0,
      category: category ? String(category) : undefined,
    }))
  })
}
