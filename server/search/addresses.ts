import type { ShownKind } from './hits.ts'

/** The kinds in addresses. */
export const KIND_WORDS: Record<ShownKind, string> = {
  resources: 'ressources',
  gatherings: 'rencontres',
  spaces: 'lieux',
  threads: 'discussions',
  messages: 'salons',
  members: 'membres',
  collections: 'collections',
  groups: 'groupes',
}

export function searchAddress(q: string, kind?: ShownKind) {
  const query = new URLSearchParams({ q })
  if (kind) query.set('type', KIND_WORDS[kind])
  return `/recherche?${query}`
}

/** A discussion that begins with what was looked for. */
export function askAddress(q: string) {
  return q ? `/discussions/nouvelle?${new URLSearchParams({ titre: q })}` : '/discussions/nouvelle'
}
