import type { ResourceRecord } from '../../models/resource.ts'
import { type Language, translator } from '../platform/i18n/index.ts'

/** An average of one or two people says who they are more than how the sheet is. */
const ENOUGH = 3

type Rated = Pick<ResourceRecord, 'tally'>

/** How many rated it, and what they think together; null until enough of them did. */
export function presentAverage({ tally }: Rated) {
  const { ratings = 0, stars = 0 } = tally ?? {}
  return ratings < ENOUGH
    ? null
    : { count: ratings, average: Math.round((stars / ratings) * 10) / 10 }
}

/** « 4,6 sur 5 (12 avis) » */
export function averageWords(resource: Rated, language: Language) {
  const rating = presentAverage(resource)
  if (!rating) return null
  const average = rating.average.toLocaleString(language === 'fr' ? 'fr-FR' : 'en-GB')
  return translator(language)('ratings.average', { count: rating.count, average })
}
