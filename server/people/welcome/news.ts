import { Gathering } from '../../../models/gathering.ts'
import type { MemberRecord } from '../../../models/member.ts'
import { Resource } from '../../../models/resource.ts'
import { Thread } from '../../../models/thread.ts'
import { changedOriginals } from '../../adapting/following.ts'
import { visibleTo } from '../../gatherings/queries.ts'
import { readable } from '../../library/queries.ts'
import { wordsOf } from '../../platform/content/words.ts'
import { LANGUAGES, translator } from '../../platform/i18n/index.ts'
import { membersSeenBy } from '../../platform/who/audience.ts'
import type { Viewer } from '../../platform/who/viewer.ts'
import { newlyBroken, newRuns } from '../../practice/news.ts'
import { newlyFound } from '../../search/saved/news.ts'
import { canRead } from '../../threads/policy.ts'

type Reader = Pick<MemberRecord, '_id' | 'themes' | 'space'>
type Span = { since: Date; until: Date }
export type Item = { title: string; url: string }
export type News = Record<
  'searches' | 'runs' | 'broken' | 'originals' | 'resources' | 'gatherings' | 'threads' | 'replies',
  Item[]
>

const MOST_READ = 200

/** What is new for this member since their last mail, among what they may see. */
export async function newsFor(viewer: Viewer, reader: Reader, span: Span): Promise<News> {
  const [runs, broken, originals, resources, gatherings, threads, replies, searches] =
    await Promise.all([
      newRuns(viewer, span),
      newlyBroken(viewer, span),
      newOriginals(viewer, span),
      newResources(viewer, reader, span),
      newGatherings(viewer, reader, span),
      canRead(viewer) ? newThreads(viewer, reader, span) : [],
      canRead(viewer) ? answered(viewer, reader, span) : [],
      newlyFound(viewer, span),
    ])
  const told = new Set(searches.map(({ url }) => url))
  const rest = (items: Item[]) => items.filter(({ url }) => !told.has(url))
  return {
    ...{ searches, runs, broken, originals, replies },
    ...{ resources: rest(resources), gatherings: rest(gatherings), threads: rest(threads) },
  }
}

export function isEmpty(news: News) {
  return Object.values(news).every(items => items.length === 0)
}

/** What the member's adaptations were made from has changed. */
async function newOriginals(viewer: Viewer, { since, until }: Span) {
  const changed = await changedOriginals(viewer)
  return changed
    .filter(({ original }) => original.updatedAt > since && original.updatedAt <= until)
    .map(({ adaptation, original }) => ({
      title: original.title,
      url: `/ressources/${adaptation.slug}/original`,
    }))
}

/** On the member's themes, or all of them when they chose none. */
async function newResources(viewer: Viewer, { _id, themes }: Reader, span: Span) {
  const records = await Resource.find(
    { ...readable(viewer), publishedAt: within(span) },
    'title slug themeKeys author',
  )
    .sort({ publishedAt: -1 })
    .limit(MOST_READ)
    .lean()
  return records
    .filter(({ author }) => String(author) !== String(_id))
    .filter(({ themeKeys }) => themes.length === 0 || themeKeys.some(key => themes.includes(key)))
    .map(({ title, slug }) => ({ title, url: `/ressources/${slug}` }))
}

/** Of the whole network, and of the member's space. */
async function newGatherings(viewer: Viewer, { _id, space }: Reader, span: Span) {
  const records = await Gathering.find(
    { ...visibleTo(viewer), createdAt: within(span) },
    'title slug space author endsAt',
  )
    .sort({ createdAt: -1 })
    .limit(MOST_READ)
    .lean()
  return records
    .filter(({ author, endsAt }) => String(author) !== String(_id) && endsAt > span.until)
    .filter(one => !one.space || String(one.space) === String(space))
    .map(({ title, slug }) => ({ title, url: `/rencontres/${slug}` }))
}

async function newThreads(viewer: Viewer, { _id, themes }: Reader, span: Span) {
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
async function answered(viewer: Viewer, { _id }: Reader, { since, until }: Span) {
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

function threadItem({ _id, title }: { _id: unknown; title: string }) {
  return { title, url: `/discussions/${_id}` }
}

/** What people write of a theme: the long words of its label, in every language. */
function themeWords(theme: string) {
  const labels = LANGUAGES.map(language => translator(language)(`library.themes.${theme}`))
  return wordsOf(theme, ...labels).filter(word => word.length > 3)
}

function within({ since, until }: Span) {
  return { $gt: since, $lte: until }
}
