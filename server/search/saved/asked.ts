import type { SavedSearchRecord } from '../../../models/saved-search.ts'
import { listedKinds, searchedKinds } from '../../platform/content/kinds.ts'
import { type Language, translator } from '../../platform/i18n/index.ts'
import { searchAddress } from '../addresses.ts'

type Saved = Pick<SavedSearchRecord, 'q' | 'kind' | 'filters'>

/** The list that a saved search's choices are of; there is one such list today, whatever kind an old search names. */
export function savedListOf(kind: string) {
  const listed = searchedKinds().filter(one => one.list)
  const found = listed.find(one => one.index === kind) ?? listed[0]
  return found?.list ? { index: found.index, ...found.list } : undefined
}

export function savedUrl({ q, kind, filters }: Saved) {
  const list = filters ? savedListOf(kind) : undefined
  return list && filters ? list.url(filters) : searchAddress(q, shownKind(kind))
}

/** Everything that it asks, in words: « imprimer », « Débutants », « 1 h au plus ». */
export function savedWords({ q, kind, filters }: Saved, language: Language): string[] {
  const list = filters ? savedListOf(kind) : undefined
  if (list && filters) return list.said(filters, language)
  const t = translator(language)
  const shown = shownKind(kind)
  return [q, t(shown ? `search.kinds.${shown}` : 'search.all')]
}

export function shownKind(kind: string) {
  return listedKinds().find(({ index }) => index === kind)?.index
}
