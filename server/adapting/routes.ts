import { type Request, Router } from 'express'
import { Resource, type ResourceRecord } from '../../models/resource.ts'
import { canAdapt } from '../library/adaptation-policy.ts'
import { presented } from '../library/queries.ts'
import { seen } from '../library/seen.ts'
import { once } from '../platform/http/once.ts'
import { parse } from '../platform/http/parse.ts'
import { language } from '../platform/http/preferences.ts'
import {
  againOnInvalid,
  changed,
  created,
  pageFollows,
  tellNext,
} from '../platform/http/respond.ts'
import { authorize, signedIn } from '../platform/who/current.ts'
import { adapt } from './adapt.ts'
import { catchUpRoutes } from './catch-up-routes.ts'
import { adaptForm, agreementForm } from './forms.ts'
import { showAdapt, showAdaptations } from './pages.ts'

/** Copies that credit and follow their original. */
export const adaptingRoutes = Router()
adaptingRoutes.use(catchUpRoutes)

adaptingRoutes.get('/:slug/adaptations', showAdaptations)
adaptingRoutes.get('/:slug/adapter', showAdapt)

adaptingRoutes.post('/:slug/adaptations', againOnInvalid(showAdapt), async (req, res) => {
  const viewer = signedIn(req)
  const original = await adaptable(req)
  const { title, licence, audienceIn } = parse(adaptForm, req)
  const wish = { title, licence, audience: audienceIn(original.audience) }
  const copy = await once(req, {
    find: _id => Resource.findById(_id).lean<ResourceRecord>(),
    make: () => adapt(viewer, original, wish),
  })
  if (pageFollows(req)) tellNext(req, copy.state === 'review' ? 'adaptedInReview' : 'adapted')
  created(req, res, await presented(copy, language(res)))
})

/** The author alone gives or takes back this yes: the words are theirs. */
adaptingRoutes.post('/:slug/adaptations/accord', async (req, res) => {
  const resource = await seen(req)
  authorize(String(resource.author) === signedIn(req).id)
  const { agreed } = parse(agreementForm, req)
  const update = agreed ? { $set: { adaptable: true } } : { $unset: { adaptable: 1 as const } }
  await Resource.updateOne({ _id: resource._id }, update)
  changed(req, res, await presented(resource, language(res)), 'saved')
})

async function adaptable(req: Request) {
  const original = await seen(req)
  authorize(canAdapt(signedIn(req), original))
  return original
}
