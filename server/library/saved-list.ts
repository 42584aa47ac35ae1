import { parse } from 'node:querystring'
import type { SavedList } from '../platform/content/kind.ts'
import { translator } from '../platform/i18n/index.ts'
import { chipsOf } from './chips.ts'
import { addressOf, conditions, type Filters, filtersIn } from './filters.ts'

/** The choices of a list of the library, as a saved search keeps them. */
export const savedList: SavedList = {
  kept: query => new URL(addressOf(filtersSaid(query)), 'http://hub').searchParams.toString(),
  words: query => filtersSaid(query).q,
  url: query => addressOf(filtersSaid(query)),
  said(query, language) {
    const t = translator(language)
    const filters = filtersSaid(query)
    const chips = chipsOf({ ...filters, q: '' }, language).map(({ label }) => label)
    const of = filters.kind ? t(`library.kindsPlural.${filters.kind}`) : t('search.kinds.resources')
    return [...(filters.q ? [filters.q] : []), ...chips, of]
  },
  conditions: query => conditions(filtersSaid(query)),
}

/** Of what is published, as everybody may ask it. */
function filtersSaid(query: string): Filters {
  const { page, ...filters } = filtersIn(parse(query))
  return { ...filters, state: 'published' }
}
