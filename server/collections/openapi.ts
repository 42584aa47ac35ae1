import { z } from 'zod'
import { card } from '../library/openapi.ts'
import { byline } from '../library/schemas.ts'
import { pageQuery } from '../platform/http/parse.ts'
import {
  type Area,
  changes,
  count,
  creates,
  id,
  listOf,
  maybe,
  moment,
  reads,
  removes,
} from '../platform/openapi/operation.ts'
import { arrangementForm, collectionForm, itemForm, noteForm, placeForm } from './forms.ts'

const collection = z
  .object({
    id,
    url: z.string(),
    slug: z.string(),
    title: z.string(),
    summary: z.string(),
    official: z.boolean(),
    hidden: z.boolean(),
    audience: z.string(),
    count,
    author: maybe(byline),
    createdAt: moment,
    updatedAt: moment,
    day: z.string(),
  })
  .meta({ id: 'Collection' })

const whole = collection.extend({
  items: z.array(z.looseObject({ ...card.shape, note: z.string(), place: count })),
  total: count,
})

const AT = '/collections/:slug'

export const collectionsArea: Area = {
  name: 'collections',
  operations: [
    reads('listCollections', '/collections', {
      query: pageQuery,
      answer: listOf(collection),
      visitors: true,
    }),
    creates('makeCollection', '/collections', {
      form: collectionForm,
      answer: whole,
      example: { body: { title: 'Premiers pas, six séances', audience: 'network' } },
    }),
    reads('readCollection', AT, { answer: whole, visitors: true }),
    reads('takeCollectionAway', `${AT}.zip`, { answer: 'application/zip', visitors: true }),
    changes('changeCollection', `${AT}/modifier`, {
      form: collectionForm,
      keeps: true,
      answer: whole,
      example: { body: { summary: 'Pour commencer en douceur.' } },
    }),
    removes('removeCollection', `${AT}/suppression`),
    creates('addToCollection', `${AT}/ressources`, {
      form: itemForm,
      answer: whole,
      example: { body: { resource: 'ranger-ses-photos', note: 'La plus demandée.' } },
    }),
    removes('takeOutOfCollection', `${AT}/ressources/:resource/retrait`),
    changes('moveInCollection', `${AT}/ressources/:resource/place`, {
      form: placeForm,
      answer: whole,
      example: { body: { place: 1 } },
    }),
    changes('arrangeCollection', `${AT}/rangement`, {
      form: arrangementForm,
      answer: whole,
      example: { body: { order: [], notes: [] } },
    }),
    changes('annotateInCollection', `${AT}/ressources/:resource/mot`, {
      form: noteForm,
      answer: whole,
      example: { body: { note: 'À garder pour la fin.' } },
    }),
  ],
}
