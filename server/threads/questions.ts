import type { Types } from 'mongoose'
import { Resource } from '../../models/resource.ts'
import { Thread } from '../../models/thread.ts'
import { canRead as canReadResource } from '../library/policy.ts'
import { resourceUrl } from '../library/presenter.ts'
import { resourceBySlug } from '../library/queries.ts'
import { Invalid, NotFound } from '../platform/errors.ts'
import type { Language, Translate } from '../platform/i18n/index.ts'
import { frenchTypography } from '../platform/markdown/typography.ts'
import { remember } from '../platform/memory.ts'
import { audiencesOf, groupSlugOf, membersSeenBy } from '../platform/who/audience.ts'
import { isMember, type Viewer, type Visitor } from '../platform/who/viewer.ts'
import { agoOf, replyCount, threadUrl } from './presenter.ts'

const LONGEST_TITLE = 160

/** The resource that a new discussion asks about, among those that its author may see. */
export async function sheetAsked(slug: string | undefined, viewer: Viewer) {
  const resource = await sheetFor(slug, viewer)
  if (slug && !resource) throw new Invalid({ resource: 'invalid.choice' })
  return resource
}

/** « Poser une question »: a form that begins with its title, for those who read the resource. */
export async function questionOf(slug: string | undefined, viewer: Viewer, t: Translate) {
  const resource = await sheetFor(slug, viewer)
  if (!resource) return undefined
  const { title } = resource
  return {
    audience: groupSlugOf(resource.audience) ? resource.audience : 'network',
    sheet: { slug: resource.slug, title, url: resourceUrl(resource) },
    start: { title: t('questions.newTitle', { title }).slice(0, LONGEST_TITLE) },
  }
}

async function sheetFor(slug: string | undefined, viewer: Viewer) {
  if (!slug) return undefined
  const resource = await resourceBySlug(slug).catch(absent)
  return resource && canReadResource(viewer, resource) ? resource : undefined
}

/** The resource that a discussion asks about; nothing for who may not see it. */
export async function sheetOf(thread: string, viewer: Viewer) {
  const sheet = await remember(
    [`threads:${thread}`, 'resources'],
    `sheet of ${thread}`,
    async () => {
      const asked = await Thread.findById(thread, 'resource').lean()
      if (!asked?.resource) return null
      return Resource.findById(asked.resource, 'slug title state audience author waiting').lean()
    },
  )
  if (!sheet || !canReadResource(viewer, sheet)) return null
  return { title: sheet.title, slug: sheet.slug, url: resourceUrl(sheet) }
}

/** What was asked about a resource, of what this reader may see: the liveliest ones, and how many there are. */
export async function questionsOn(
  { _id }: { _id: Types.ObjectId },
  viewer: Viewer | Visitor,
  limit: number,
  language: Language,
) {
  if (!isMember(viewer)) return null
  const asked = { resource: _id, away: null, ...membersSeenBy(viewer) }
  const key = `questions ${_id} ${audiencesOf(viewer)} ${limit}`
  const { total, threads } = await remember(['threads'], key, async () => {
    const fields = 'title lastNumber removedCount lastActivityAt'
    const threads = await Thread.find(asked, fields)
      .sort({ lastActivityAt: -1 })
      .limit(limit)
      .lean()
    const total = threads.length < limit ? threads.length : await Thread.countDocuments(asked)
    return { total, threads }
  })
  const items = threads.map(thread => ({
    title: frenchTypography(thread.title),
    url: threadUrl(thread._id),
    replyCount: replyCount(thread),
    ago: agoOf(thread.lastActivityAt.toISOString(), language),
  }))
  return { total, items }
}

function absent(failure: unknown) {
  if (failure instanceof NotFound) return undefined
  throw failure
}
