import { z } from 'zod'
import { byline } from '../../library/schemas.ts'
import {
  count,
  creates,
  id,
  listOf,
  maybe,
  moment,
  type Operation,
  reads,
  removes,
} from '../../platform/openapi/operation.ts'
import { ratingForm } from './forms.ts'

const rating = z
  .object({
    ...{ id, url: z.string(), member: maybe(byline), value: count },
    ...{ body: z.string(), html: z.string(), hidden: z.boolean() },
    ...{ createdAt: moment, editedAt: maybe(moment) },
  })
  .meta({ id: 'Rating' })

const AVIS = '/ressources/:slug/avis'

export const ratingOperations: Operation[] = [
  reads('listRatings', AVIS, { answer: listOf(rating) }),
  creates('rateResource', AVIS, {
    form: ratingForm,
    answer: rating,
    example: { body: { value: 4, body: 'Claire ; prévoir **dix minutes** de plus.' } },
  }),
  reads('readRating', `${AVIS}/:id`, { answer: rating }),
  removes('removeRating', `${AVIS}/suppression`),
]
