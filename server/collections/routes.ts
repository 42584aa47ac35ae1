import { type Request, type Response, Router } from 'express'
import { Collection, type CollectionRecord } from '../../models/collection.ts'
import { canRead as canReadResource } from '../library/policy.ts'
import { resourceBySlug } from '../library/queries.ts'
import { record } from '../platform/audit/record.ts'
import { Invalid } from '../platform/errors.ts'
import { once } from '../platform/http/once.ts'
import { check, parse } from '../platform/http/parse.ts'
import { againOnInvalid, changed, created, removed, wantsJson } from '../platform/http/respond.ts'
import { checkAudience } from '../platform/who/audience.ts'
import { authorize, found, signedIn, viewerOf } from '../platform/who/current.ts'
import * as actions from './actions.ts'
import { rearrange } from './arranging.ts'
import {
  arrangementForm,
  type CollectionInput,
  collectionForm,
  itemForm,
  noteForm,
  placeForm,
} from './forms.ts'
import { sendPack } from './pack/send.ts'
import {
  arrangingUrl,
  showCollection,
  showCollections,
  showEdit,
  showNew,
  wholeCollection,
} from './pages.ts'
import { canEdit, canFill, canMake, canMakeOfficial } from './policy.ts'
import { collectionUrl } from './presenter.ts'
import { changeable, seen } from './seen.ts'

/** Collections: one's own, a group's, the network's, everybody's. */
export const collectionRoutes = Router()

collectionRoutes.get('/', showCollections)
collectionRoutes.get('/nouvelle', showNew)
collectionRoutes.post(['/', '/nouvelle'], againOnInvalid(showNew), async (req, res) => {
  const viewer = signedIn(req)
  authorize(canMake(viewer))
  const input = allowed(req, parse(collectionForm, req))
  const first = req.body?.resource ? await resourceOf(req) : undefined
  const made = await once(req, {
    find: _id => Collection.findById(_id).lean<CollectionRecord>(),
    make: () => actions.makeCollection(viewer, input),
  })
  const collection = first ? await actions.addTo(made, first._id, '') : made
  created(req, res, await wholeCollection(collection, viewer, res))
})

collectionRoutes.get('/:slug.zip', async (req, res) => sendPack(req, res, await seen(req)))
collectionRoutes.get('/:slug', showCollection)
collectionRoutes.get('/:slug/modifier', showEdit)
collectionRoutes.post('/:slug/modifier', againOnInvalid(showEdit), async (req, res) => {
  const collection = await changeable(req, canEdit)
  const { title, summary, official, personal } = collection
  const audience = personal ? 'personal' : collection.audience
  // What a script does not name stays as it is; a form names every field but an unticked box.
  const unticked = req.is('json') ? { official } : {}
  const asked = check(collectionForm, { title, summary, audience, ...unticked, ...req.body })
  const input = asked.official === official ? asked : allowed(req, asked)
  checkAudience(signedIn(req), input.audience)
  const saved = await actions.changeCollection(collection, input)
  await note(req, 'content.edited', collection)
  changed(req, res, await wholeCollection(saved, signedIn(req), res), 'saved')
})

collectionRoutes.post('/:slug/suppression', async (req, res) => {
  const collection = await changeable(req, canEdit)
  await actions.removeCollection(collection)
  await note(req, 'content.removed', collection)
  removed(req, res, '/collections', 'collectionRemoved')
})

collectionRoutes.post('/:slug/ressources', againOnInvalid(showCollection), async (req, res) => {
  const collection = await changeable(req, canFill)
  const { note } = parse(itemForm, req)
  const resource = await resourceOf(req)
  const filled = await actions.addTo(collection, resource._id, note)
  created(req, res, await wholeCollection(filled, signedIn(req), res))
})

collectionRoutes.post('/:slug/ressources/:resource/retrait', async (req, res) => {
  const collection = await changeable(req, canFill)
  await actions.takeOut(collection, (await itemOf(req))._id)
  removed(req, res, collectionUrl(collection), 'saved')
})

collectionRoutes.post('/:slug/ressources/:resource/place', async (req, res) => {
  const collection = await changeable(req, canFill)
  const { place } = parse(placeForm, req)
  const moved = await actions.moveWithin(collection, (await itemOf(req))._id, place)
  backToItem(req, res, await wholeCollection(moved, signedIn(req), res))
})

collectionRoutes.post('/:slug/ressources/:resource/mot', async (req, res) => {
  const collection = await changeable(req, canFill)
  const { note } = parse(noteForm, req)
  const said = await actions.annotate(collection, (await itemOf(req))._id, note)
  backToItem(req, res, await wholeCollection(said, signedIn(req), res))
})

collectionRoutes.post('/:slug/rangement', againOnInvalid(showCollection), async (req, res) => {
  const collection = await changeable(req, canFill)
  const arranged = await rearrange(collection, parse(arrangementForm, req))
  const whole = await wholeCollection(arranged, signedIn(req), res)
  if (wantsJson(req)) changed(req, res, whole)
  else changed(req, res, { url: arrangingUrl(req, collection) }, 'saved')
})

/** Whoever arranges a long collection goes on from where they were. */
function backToItem(req: Request, res: Response, whole: { url: string }) {
  const url = wantsJson(req) ? whole.url : `${whole.url}#${req.params.resource}`
  changed(req, res, { ...whole, url }, 'saved')
}

/** What is done to somebody else's is in the journal. */
async function note(
  req: Request,
  act: 'content.edited' | 'content.removed',
  one: CollectionRecord,
) {
  const viewer = signedIn(req)
  if (String(one.author) === viewer.id) return
  await record(viewer, act, { kind: 'collection', id: one._id, label: one.title })
}

/** Only the coordination says that a collection is the network's own. */
function allowed(req: Request, input: CollectionInput) {
  const viewer = signedIn(req)
  if (input.official) authorize(canMakeOfficial(viewer))
  checkAudience(viewer, input.audience)
  return input
}

/** The resource that the form names, among those that the member may see. */
async function resourceOf(req: Request) {
  const { resource: slug } = parse(itemForm, req)
  const resource = await resourceBySlug(slug).catch(() => undefined)
  if (!resource || !canReadResource(viewerOf(req), resource))
    throw new Invalid({ resource: 'invalid.unknownResource' })
  return resource
}

/** What stands in it and its reader may not see is not there for them to arrange. */
async function itemOf(req: Request) {
  const { resource: slug } = req.params
  const resource = await resourceBySlug(Array.isArray(slug) ? slug[0] : slug)
  return found(resource, canReadResource(viewerOf(req), resource))
}
