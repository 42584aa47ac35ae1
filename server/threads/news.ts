import { Thread } from '../../models/thread.ts'
import {
  MOST_READ,
  type NewsItem,
  type NewsPart,
  type NewsReader,
  type Span,
  within,
} from '../platform/content/news.ts'
import { wordsOf } from '../platform/content/words.ts'
import { LANGUAGES, translator } from '../platform/i18n/index.ts'
import { membersSeenBy } from '../platform/who/audience.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { canRead } from './policy.ts'

export const threadNews: NewsPart[] = [
  {
    name: 'threads',
    place: 8,
    unlessTold: true,
    find: async (viewer, reader, span) => (canRead(viewer) ? newThreads(viewer, reader, span) : []),
  },
  {
    name: 'replies',
    place: 2,
    find: async (viewer, reader, span) => (canRead(viewer) ? answered(viewer, reader, span) : []),
  },
]

async function newThreads(viewer: Viewer, { _id, themes }: NewsReader, span: Span) {
  const wanted = new Set(themes.flatMap(themeWords))
  const records = await Thread.find(
    { ...membersSeenBy(viewer), away: null, createdAt: within(span) },
    'title author body',
  )
    .sort({ createdAt: -1 })
    .limit(MOST_READ)
    .lean()
  return records
    .filter(({ author }) => String(author) !== String(_id))
    .filter(
      ({ title, body }) => wanted.size === 0 || wordsOf(title, body).some(word => wanted.has(word)),
    )
    .map(threadItem)
}

/** Somebody answered in a discussion that they take part in. */
async function answered(viewer: Viewer, { _id }: NewsReader, { since, until }: Span) {
  const records = await Thread.find(
    {
      ...membersSeenBy(viewer),
      ...{ participants: _id, away: null, lastActivityAt: within({ since, until }) },
    },
    'title lastReply',
  )
    .sort({ lastActivityAt: -1 })
    .limit(MOST_READ)
    .lean()
  return records
    .filter(({ lastReply }) => lastReply && lastReply.at > since)
    .filter(({ lastReply }) => String(lastReply?.author) !== String(_id))
    .map(threadItem)
}

function threadItem({ _id, title }: { _id: unknown; title: string }): NewsItem {
  return { title, url: `/discussions/${_id}` }
}

/** What people write of a theme: the long words of its label, in every language. */
function themeWords(theme: string) {
  const labels = LANGUAGES.map(language => translator(language)(`library.themes.${theme}`))
  return wordsOf(theme, ...labels).filter(word => word.length > 3)
}
