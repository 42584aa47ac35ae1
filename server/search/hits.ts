import { messageHits } from '../chat/queries.ts'
import { collectionHits } from '../collections/queries.ts'
import { gatheringHits } from '../gatherings/queries.ts'
import { resourceHits } from '../library/queries.ts'
import { groupHits } from '../people/groups/queries.ts'
import { memberHits } from '../people/members/queries.ts'
import type { Language } from '../platform/i18n/index.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'
import { spaceHits } from '../spaces/queries.ts'
import { replyHits, threadHits } from '../threads/queries.ts'

/**
 * A record that the index named, as its feature tells it to this reader; what they may not see (any more) is not among
 * them. `texts` are where the words may be, in the order in which one would show them.
 */
export type FoundRecord = {
  id: string
  url: string
  title: string
  meta: string
  texts: string[]
  /** Those attached to it, each with its address. */
  files?: readonly FoundFile[]
}

export type FoundFile = { key: string; name: string; url: string }

type Load = (viewer: Viewer | Visitor, ids: string[], language: Language) => Promise<FoundRecord[]>

const LOADS: Record<string, { kind: ShownKind; load: Load }> = {
  resources: { kind: 'resources', load: resourceHits },
  gatherings: { kind: 'gatherings', load: gatheringHits },
  spaces: { kind: 'spaces', load: spaceHits },
  threads: { kind: 'threads', load: threadHits },
  replies: { kind: 'threads', load: replyHits },
  messages: { kind: 'messages', load: messageHits },
  members: { kind: 'members', load: memberHits },
  collections: { kind: 'collections', load: collectionHits },
  groups: { kind: 'groups', load: groupHits },
}

export const SHOWN_KINDS = [
  'resources',
  'gatherings',
  'spaces',
  'threads',
  'messages',
  'members',
  'collections',
  'groups',
] as const
export type ShownKind = (typeof SHOWN_KINDS)[number]

/** The records of these keys of the index, in their order: one query a kind. */
export async function recordsOf(
  keys: readonly string[],
  viewer: Viewer | Visitor,
  language: Language,
): Promise<(FoundRecord & { kind: ShownKind })[]> {
  const found = new Map<string, FoundRecord & { kind: ShownKind }>()
  await Promise.all(
    Object.entries(LOADS).map(async ([name, { kind, load }]) => {
      const ids = idsOf(keys, name)
      const records = ids.length > 0 ? await load(viewer, ids, language) : []
      for (const record of records) found.set(`${name}:${record.id}`, { ...record, kind })
    }),
  )
  return keys.flatMap(key => found.get(key) ?? [])
}

function idsOf(keys: readonly string[], name: string) {
  return keys.filter(key => key.startsWith(`${name}:`)).map(key => key.slice(name.length + 1))
}
