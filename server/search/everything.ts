import { searchMessages } from '../chat/queries.ts'
import { searchGatherings } from '../gatherings/queries.ts'
import type { Language } from '../i18n/index.ts'
import { searchResources } from '../library/queries.ts'
import { plainText } from '../markdown/render.ts'
import type { Viewer, Visitor } from '../members/policy.ts'
import { searchMembers } from '../members/queries.ts'
import { searchSpaces } from '../spaces/queries.ts'
import { searchThreads } from '../threads/queries.ts'

/** How many of each kind a page shows. */
const MOST = 8

export type Hit = { id: string; url: string; title: string; excerpt: string; meta: string }
type Group = { kind: string; icon: string; tone: string; items: Hit[] }

/** What each feature finds for this reader; each of them knows what they may see. */
export async function searchEverything(
  viewer: Viewer | Visitor,
  q: string,
  language: Language,
): Promise<Group[]> {
  const [resources, gatherings, spaces, threads, messages, members] = await Promise.all([
    searchResources(viewer, q, MOST, language),
    searchGatherings(viewer, q, MOST, language),
    searchSpaces(viewer, q, MOST),
    searchThreads(viewer, q, MOST, language),
    searchMessages(viewer, q, MOST),
    searchMembers(viewer, q, MOST),
  ])
  return [
    group(
      'resources',
      'sheet',
      'glass',
      resources.items.map(one => ({ ...one, excerpt: one.summary })),
    ),
    group(
      'gatherings',
      'calendar',
      'wheat',
      gatherings.map(one => ({ ...one, meta: one.when.range })),
    ),
    group(
      'spaces',
      'pin',
      'glass',
      spaces.map(one => ({ ...one, title: one.name, meta: one.commune })),
    ),
    group(
      'threads',
      'thread',
      'sea',
      threads.map(one => ({ ...one, meta: one.author?.name })),
    ),
    group('messages', 'chat', 'heather', messages.map(messageHit)),
    group(
      'members',
      'user',
      'sea',
      members.map(one => ({ ...one, title: one.name })),
    ),
  ].filter(({ items }) => items.length > 0)
}

type Found = { id: string; url: string; title: string; excerpt?: string; meta?: string | undefined }

function group(kind: string, icon: string, tone: string, found: Found[]): Group {
  const items = found.map(({ id, url, title, excerpt = '', meta = '' }) => ({
    ...{ id, url, title, excerpt, meta },
  }))
  return { kind, icon, tone, items }
}

type FoundMessage = Awaited<ReturnType<typeof searchMessages>>[number]

function messageHit({ id, url, body, author, place }: FoundMessage): Found {
  return { id, url, title: place.title, excerpt: plainText(body, 160), meta: author?.name }
}
