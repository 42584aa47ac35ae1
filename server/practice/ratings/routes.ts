import { type Request, type Response, Router } from 'express'
import { Rating, type RatingRecord } from '../../../models/rating.ts'
import type { ResourceRecord } from '../../../models/resource.ts'
import { averageWords } from '../../library/average.ts'
import { resourceUrl } from '../../library/presenter.ts'
import { seen } from '../../library/seen.ts'
import { noNewLinks } from '../../moderation/holding.ts'
import { canReport } from '../../moderation/policy.ts'
import { NotFound } from '../../platform/errors.ts'
import { listPage } from '../../platform/http/lists.ts'
import { pageQuery, parse, parseQuery } from '../../platform/http/parse.ts'
import { language } from '../../platform/http/preferences.ts'
import {
  againOnInvalid,
  created,
  removed,
  respond,
  startForm,
  wantsJson,
} from '../../platform/http/respond.ts'
import { authorize, signedIn } from '../../platform/who/current.ts'
import { rate, removeRating } from './actions.ts'
import { ratingForm, VALUES } from './forms.ts'
import { canRate } from './policy.ts'
import { presentRatings, ratingsUrl, ratingWords } from './presenter.ts'
import { ratingOf } from './seen.ts'

/** What members think of a resource, in words. */
export const ratingRoutes = Router()

ratingRoutes.use('/:slug/avis', (req, _res, next) => {
  signedIn(req)
  next()
})

ratingRoutes.get('/:slug/avis', showRatings)

ratingRoutes.post('/:slug/avis', againOnInvalid(showRatings), async (req, res) => {
  const viewer = signedIn(req)
  const resource = await seen(req)
  authorize(canRate(viewer, resource))
  const input = parse(ratingForm, req)
  const before = await ownRating(viewer, resource)
  await noNewLinks(viewer, { author: viewer.id, body: before?.body ?? '' }, input)
  const [rating] = await presentRatings([await rate(viewer, resource, input)], resource)
  if (rating) created(req, res, wantsJson(req) ? rating : { url: ratingsUrl(resource) })
})

ratingRoutes.post('/:slug/avis/suppression', async (req, res) => {
  const resource = await seen(req)
  if (!(await removeRating(signedIn(req), resource))) throw new NotFound()
  removed(req, res, ratingsUrl(resource), 'ratingRemoved')
})

ratingRoutes.get('/:slug/avis/:id', async (req, res) => {
  const resource = await seen(req)
  const [rating] = await presentRatings([await ratingOf(req, resource)], resource)
  if (wantsJson(req)) res.json(rating)
  else res.redirect(303, `${ratingsUrl(resource)}#a-${rating?.id}`)
})

async function showRatings(req: Request, res: Response) {
  const viewer = signedIn(req)
  const resource = await seen(req)
  const { page } = parseQuery(pageQuery, req)
  const own = await ownRating(viewer, resource)
  const all = Rating.find({ resource: resource._id }).sort({ createdAt: -1, _id: -1 })
  const list = await listPage(all, page, ratingsUrl(resource), ratings =>
    presentRatings(ratings, resource),
  )
  startForm(res, own ? { value: own.value, body: own.body } : {})
  await respond(req, res, {
    view: 'ratings/index',
    data: list.data,
    also: {
      ...list.also,
      rows: list.data.items.map(rating => ({
        ...ratingWords(rating, language(res)),
        report: Boolean(rating.body) && canReport(viewer, { author: rating.member?.id }),
      })),
      average: averageWords(resource, language(res)),
      values: VALUES.map(value => ({ value, label: res.locals.t(`ratings.values.${value}`) })),
      resource: { title: resource.title, url: resourceUrl(resource) },
      can: { rate: canRate(viewer, resource), remove: own !== null },
    },
    page: {
      title: res.locals.t('ratings.titleOf', { title: resource.title }),
      nav: 'ressources',
      scripts: ['kept.js'],
    },
  })
}

function ownRating({ id }: { id: string }, { _id }: ResourceRecord) {
  return Rating.findOne({ resource: _id, member: id }).lean<RatingRecord>()
}
