import type { FoundRecord } from '../platform/content/kind.ts'
import { searchedKinds } from '../platform/content/kinds.ts'
import type { Language } from '../platform/i18n/index.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'

export type KindRecord = FoundRecord & { kind: string }

/** The records of these keys of the index, in their order: one query a kind. */
export async function recordsOf(
  keys: readonly string[],
  viewer: Viewer | Visitor,
  language: Language,
): Promise<KindRecord[]> {
  const found = new Map<string, KindRecord>()
  await Promise.all(
    searchedKinds().map(async ({ index, hits, under = index }) => {
      const ids = idsOf(keys, index)
      const records = hits && ids.length > 0 ? await hits(viewer, ids, language) : []
      for (const record of records) found.set(`${index}:${record.id}`, { ...record, kind: under })
    }),
  )
  return keys.flatMap(key => found.get(key) ?? [])
}

function idsOf(keys: readonly string[], index: string) {
  return keys.filter(key => key.startsWith(`${index}:`)).map(key => key.slice(index.length + 1))
}
