import { parse } from 'node:querystring'
import type { SavedSearchRecord } from '../../../models/saved-search.ts'
import { chipsOf } from '../../library/chips.ts'
import { addressOf, type Filters, filtersIn } from '../../library/filters.ts'
import type { Language } from '../../platform/i18n/index.ts'
import { translator } from '../../platform/i18n/index.ts'
import { searchAddress } from '../addresses.ts'
import { SHOWN_KINDS } from '../hits.ts'

type Saved = Pick<SavedSearchRecord, 'q' | 'kind' | 'filters'>

/** The choices of a list of the library: of what is published, as everybody may ask it. */
export function filtersSaid(query: string): Filters {
  const { page, ...filters } = filtersIn(parse(query))
  return { ...filters, state: 'published' }
}

/** One writing of the same choices, whoever wrote them and in whichever order; empty for no choice at all. */
export function filtersAsKept(query: string) {
  return new URL(addressOf(filtersSaid(query)), 'http://hub').searchParams.toString()
}

export function savedUrl({ q, kind, filters }: Saved) {
  return filters ? addressOf(filtersSaid(filters)) : searchAddress(q, shownKind(kind))
}

/** Everything that it asks, in words: « imprimer », « Débutants », « 1 h au plus ». */
export function savedWords({ q, kind, filters }: Saved, language: Language): string[] {
  const t = translator(language)
  const shown = shownKind(kind)
  if (!filters) return [q, t(shown ? `search.kinds.${shown}` : 'search.all')]
  const said = filtersSaid(filters)
  const chips = chipsOf({ ...said, q: '' }, language).map(({ label }) => label)
  const of = t(said.kind ? `library.kindsPlural.${said.kind}` : 'search.kinds.resources')
  return [...(said.q ? [said.q] : []), ...chips, of]
}

export function shownKind(kind: string) {
  return SHOWN_KINDS.find(one => one === kind)
}
