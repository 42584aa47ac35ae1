import type { RatingRecord } from '../../../models/rating.ts'
import type { ResourceRecord } from '../../../models/resource.ts'
import { type Byline, bylinesOf } from '../../library/authors.ts'
import { resourceUrl } from '../../library/presenter.ts'
import { type Language, translator } from '../../platform/i18n/index.ts'
import { formatShortDay } from '../../platform/time/format.ts'

export function ratingsUrl(resource: Pick<ResourceRecord, 'slug'>) {
  return `${resourceUrl(resource)}/avis`
}

export async function presentRatings(
  ratings: RatingRecord[],
  resource: Pick<ResourceRecord, 'slug'>,
) {
  const people = await bylinesOf(ratings.map(({ member }) => member))
  return ratings.map(one => presentRating(one, resource, people))
}

/** The words that the moderation hid are read by nobody; the value stays. */
function presentRating(
  rating: RatingRecord,
  resource: Pick<ResourceRecord, 'slug'>,
  people: Map<string, Byline>,
) {
  const hidden = Boolean(rating.hiddenAt)
  return {
    id: String(rating._id),
    url: `${ratingsUrl(resource)}/${rating._id}`,
    member: people.get(String(rating.member)) ?? null,
    value: rating.value,
    body: hidden ? '' : rating.body,
    html: hidden ? '' : rating.html,
    hidden,
    createdAt: rating.createdAt.toISOString(),
    editedAt: rating.editedAt?.toISOString() ?? null,
  }
}

export type PresentedRating = ReturnType<typeof presentRating>

export function ratingWords(rating: PresentedRating, language: Language) {
  return {
    ...rating,
    words: translator(language)(`ratings.values.${rating.value}`),
    day: formatShortDay(new Date(rating.editedAt ?? rating.createdAt), language),
  }
}
