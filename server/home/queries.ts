import { Resource } from '../../models/resource.ts'
import { Space } from '../../models/space.ts'
import { Territory } from '../../models/territory.ts'
import { changedOriginals } from '../adapting/following.ts'
import { waitingCount } from '../admin/members.ts'
import { shownRoom } from '../chat/presenter.ts'
import { livelyRooms } from '../chat/queries.ts'
import { nextGatherings } from '../gatherings/queries.ts'
import { inState } from '../library/filters.ts'
import { canReview } from '../library/policy.ts'
import { resourceUrl } from '../library/presenter.ts'
import { readable, recentResources } from '../library/queries.ts'
import { dueCount } from '../library/to-verify.ts'
import { waitingCounts } from '../moderation/queue.ts'
import type { Language } from '../platform/i18n/index.ts'
import { frenchTypography } from '../platform/markdown/typography.ts'
import { remember } from '../platform/memory.ts'
import { networkSettings } from '../platform/network/settings.ts'
import { formatDay } from '../platform/time/format.ts'
import { audiencesOf } from '../platform/who/audience.ts'
import { isCoordinator, type Viewer } from '../platform/who/viewer.ts'
import { prideOf } from '../practice/news.ts'
import { unreadThreadCount, unreadThreads } from '../threads/queries.ts'

/** Adaptations whose original changed, named on the home; the others come once these are done. */
const MOST_TO_CATCH_UP = 5

/** What this network is, in figures and in three resources. */
export async function visitorHome(language: Language) {
  const [{ region }, figures, [next], resources] = await Promise.all([
    networkSettings(),
    figuresOf(),
    nextGatherings(undefined, 1, language),
    recentResources(undefined, 3, language),
  ])
  return { region, ...figures, next: next ?? null, resources }
}

function figuresOf() {
  return remember(['spaces', 'territories', 'resources'], 'figures', async () => {
    const [spaces, labelled, territories, resourceCount] = await Promise.all([
      Space.countDocuments(),
      Space.countDocuments({ labelled: true }),
      Territory.countDocuments(),
      Resource.countDocuments(readable(undefined)),
    ])
    return { spaces, labelled, territories, resourceCount }
  })
}

/** What is new for this member, and what waits for them. */
export async function memberHome(viewer: Viewer, language: Language) {
  const [
    unread,
    threads,
    resources,
    [next],
    rooms,
    space,
    pending,
    review,
    waiting,
    given,
    originals,
  ] = await Promise.all([
    unreadThreadCount(viewer),
    unreadThreads(viewer, 5, language),
    recentResources(viewer, 4, language),
    nextGatherings(viewer, 1, language),
    livelyRooms(viewer, 4),
    spaceOf(viewer),
    pendingFor(viewer),
    reviewFor(viewer),
    waitingCounts(viewer),
    givenFor(viewer),
    changedOriginals(viewer),
  ])
  const moderation = waiting.open + waiting.review
  const today = formatDay(new Date(), language)
  return {
    today: today.charAt(0).toUpperCase() + today.slice(1),
    unread,
    threads,
    resources,
    next: next ?? null,
    rooms: rooms.map(room => shownRoom(room, language)),
    space,
    pending,
    review,
    moderation,
    ...given,
    originals: originals.length,
    toCatchUp: originals.slice(0, MOST_TO_CATCH_UP).map(({ adaptation }) => ({
      title: frenchTypography(adaptation.title),
      url: `${resourceUrl(adaptation)}/original`,
    })),
    todo: pending + review + moderation + given.toVerify + originals.length > 0,
  }
}

function spaceOf({ space }: Viewer) {
  if (!space) return Promise.resolve(null)
  return remember(['spaces'], `space card ${space}`, async () => {
    const record = await Space.findById(space, 'name slug commune').lean()
    return record
      ? { name: record.name, commune: record.commune, url: `/lieux/${record.slug}` }
      : null
  })
}

/** How often the member's own resources were run, and how many of them (of all, for coordinators) wait to be tried. */
async function givenFor(viewer: Viewer) {
  const [pride, toVerify] = await Promise.all([
    prideOf(viewer.id, viewer),
    dueCount(viewer, !isCoordinator(viewer)),
  ])
  return { pride, toVerify, verifyAll: isCoordinator(viewer) }
}

function pendingFor(viewer: Viewer) {
  if (!isCoordinator(viewer)) return Promise.resolve(0)
  return remember(['members'], 'pending', waitingCount)
}

function reviewFor(viewer: Viewer) {
  if (!canReview(viewer)) return Promise.resolve(0)
  return remember(['resources'], `review ${audiencesOf(viewer)}`, () =>
    Resource.countDocuments(inState({ state: 'review' }, viewer)),
  )
}
