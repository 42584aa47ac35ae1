import type { Request, Response } from 'express'
import type { ResourceRecord } from '../../models/resource.ts'
import { canReport } from '../moderation/policy.ts'
import { canMove } from '../people/groups/moving.ts'
import { groupOf } from '../people/groups/queries.ts'
import { PREVIEW_TOPICS } from '../platform/attachments/previews/present.ts'
import { language } from '../platform/http/preferences.ts'
import { respond, startForm } from '../platform/http/respond.ts'
import { services } from '../platform/services.ts'
import { viewerOf } from '../platform/who/current.ts'
import { audiencesFor } from './edit-form.ts'
import { partsOfPage } from './page-parts.ts'
import { pageOfResource, resourceUrl, rightsOn } from './presenter.ts'
import { presented, RESOURCE_TOPICS } from './queries.ts'
import { seen } from './seen.ts'
import { describedForAll } from './sharing/described.ts'
import { filesForPage } from './taking/shown.ts'

/** A resource's page. */
export async function showResource(req: Request, res: Response) {
  const viewer = viewerOf(req)
  const resource = await seen(req)
  const data = await presented(resource, language(res))
  const can = { ...rightsOn(resource, viewer), report: canReport(viewer, resource) }
  startForm(res, { audience: resource.audience })
  await respond(req, res, {
    view: 'resources/show',
    data,
    also: {
      ...pageOfResource(resource, language(res)),
      ...(await filesForPage(req, res, resource)),
      ...{ can, address: addressOf(resource), group: await groupOf(resource) },
      ...(await partsOfPage(resource, viewer, language(res))),
      learning: await describedForAll(resource, data, language(res)),
      audiences: canMove(viewer, resource) ? await audiencesFor(viewer, res) : [],
    },
    page: {
      title: resource.title,
      description: resource.summary,
      nav: 'ressources',
      bodyClass: 'printable',
      topics: [...RESOURCE_TOPICS, ...PREVIEW_TOPICS],
    },
  })
}

/** As one writes it on paper: without the protocol. */
function addressOf(resource: ResourceRecord) {
  return `${services().baseUrl}${resourceUrl(resource)}`.replace(/^https?:\/\//, '')
}
