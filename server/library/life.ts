import { Router } from 'express'
import { audienceRoute } from '../people/groups/audience-route.ts'
import { parse } from '../platform/http/parse.ts'
import { language } from '../platform/http/preferences.ts'
import { againOnInvalid, changed } from '../platform/http/respond.ts'
import { authorize, signedIn } from '../platform/who/current.ts'
import * as actions from './actions.ts'
import { checkAdaptation } from './adaptation-terms.ts'
import { readForm } from './forms.ts'
import { noteArchived, notePublished } from './moderation-notes.ts'
import { showResource } from './page.ts'
import { canArchive, canPublish } from './policy.ts'
import { presented } from './queries.ts'
import { seen } from './seen.ts'

/** Published, moved to another audience, archived and given back. */
export const lifeRoutes = Router()

lifeRoutes.post('/:slug/publication', async (req, res) => {
  const resource = await seen(req)
  authorize(canPublish(signedIn(req), resource))
  const { updatedAt } = parse(readForm, req)
  const saved = await actions.publishResource(resource, updatedAt)
  await notePublished(saved, signedIn(req))
  changed(req, res, await presented(saved, language(res)), 'resourcePublished')
})

lifeRoutes.post(
  '/:slug/audience',
  againOnInvalid(showResource),
  audienceRoute({
    kind: 'resource',
    find: seen,
    check: (viewer, resource, audience) =>
      checkAdaptation(viewer, resource, { ...resource, audience }),
    move: actions.moveResource,
    present: (resource, _req, res) => presented(resource, language(res)),
  }),
)

lifeRoutes.post('/:slug/archive', async (req, res) => {
  const resource = await seen(req)
  authorize(canArchive(signedIn(req), resource))
  const saved = resource.state === 'archived' ? resource : await actions.archiveResource(resource)
  if (saved !== resource) await noteArchived(saved, signedIn(req))
  changed(req, res, await presented(saved, language(res)), 'resourceArchived')
})

lifeRoutes.post('/:slug/archive/annuler', async (req, res) => {
  const resource = await seen(req)
  authorize(canArchive(signedIn(req), resource))
  const saved = resource.state === 'archived' ? await actions.restoreResource(resource) : resource
  changed(req, res, await presented(saved, language(res)), 'resourceRestored')
})
