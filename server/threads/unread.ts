import { Thread } from '../../models/thread.ts'
import type { Viewer } from '../members/policy.ts'
import { remember } from '../memory.ts'
import { marksOf } from '../reading/marks.ts'

/** What nobody read in a month is no longer news: a new member starts with a month of it, not with years. */
const NEWS_DAYS = 30
const MOST_NEWS = 500

type News = { fresh: number; category: string | undefined }

/** What is new for this member, most recent activity first: by thread, how many replies. No query when nothing changed. */
export async function unreadOf(viewer: Viewer): Promise<ReadonlyMap<string, News>> {
  const [active, marks] = await Promise.all([activeThreads(), marksOf(viewer.id, 'thread')])
  const unread = new Map<string, News>()
  for (const { id, lastNumber, category } of active) {
    const read = marks.get(id)
    if (read === undefined || read < lastNumber)
      unread.set(id, { fresh: lastNumber - (read ?? 0), category })
  }
  return unread
}

function activeThreads() {
  return remember(['threads'], 'threads of the month', async () => {
    const since = new Date(Date.now() - NEWS_DAYS * 24 * 3600 * 1000)
    const threads = await Thread.find({ lastActivityAt: { $gte: since } }, 'lastNumber category')
      .sort({ lastActivityAt: -1, _id: -1 })
      .limit(MOST_NEWS)
      .lean()
    return threads.map(({ _id, lastNumber, category }) => ({
      id: String(_id),
      lastNumber,
      category: category ? String(category) : undefined,
    }))
  })
}
