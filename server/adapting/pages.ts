import type { Request, Response } from 'express'
import type { ResourceRecord } from '../../models/resource.ts'
import { canAdapt, mayReach, termsFor } from '../library/adaptation-policy.ts'
import { audiencesFor } from '../library/edit-form.ts'
import { resourceUrl } from '../library/presenter.ts'
import { presented, RESOURCE_TOPICS } from '../library/queries.ts'
import { seen } from '../library/seen.ts'
import { LICENCES } from '../library/vocabulary.ts'
import { language } from '../platform/http/preferences.ts'
import { respond, startForm } from '../platform/http/respond.ts'
import { authorize, signedIn, viewerOf } from '../platform/who/current.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { firstLicence } from './adapt.ts'
import { adaptationsOf } from './list.ts'

/** The way to one's own copy: what the licence allows, and what the copy must carry. */
export async function showAdapt(req: Request, res: Response) {
  const viewer = signedIn(req)
  const original = await seen(req)
  authorize(canAdapt(viewer, original))
  const terms = termsFor(viewer, original)
  const { title, audience } = original
  startForm(res, { title, audience, licence: firstLicence(viewer, original) })
  await respond(req, res, {
    view: 'resources/adapt',
    data: { ...termsInJson(terms), original: originalOf(original) },
    also: {
      files: original.attachments.length,
      licence: (await presented(original, language(res))).labels.licence,
      choices: {
        licences: licencesOf(terms, res),
        audiences: await reachable(viewer, original, res),
      },
    },
    page: {
      title: res.locals.t('adapting.adaptTitle', { title }),
      nav: 'ressources',
      scripts: ['kept.js'],
    },
  })
}

type Terms = ReturnType<typeof termsFor>

function termsInJson(terms: Terms) {
  return terms.may
    ? { may: true, why: null, licences: terms.licences ?? [...LICENCES], carries: terms.carries }
    : { may: false, why: terms.why, licences: [], carries: [] }
}

function originalOf(resource: ResourceRecord) {
  const { title, version } = resource
  return { title, version, url: resourceUrl(resource) }
}

function licencesOf(terms: Terms, res: Response) {
  return termsInJson(terms).licences.map(value => ({
    value,
    label: value === 'All rights reserved' ? res.locals.t('library.allRights') : value,
  }))
}

async function reachable(viewer: Viewer, original: ResourceRecord, res: Response) {
  const all = await audiencesFor(viewer, res)
  return all.filter(({ value }) => mayReach(viewer, original, value))
}

/** What was made from a resource, and what it was made from itself. */
export async function showAdaptations(req: Request, res: Response) {
  const viewer = viewerOf(req)
  const resource = await seen(req)
  const { adaptedFrom, labels } = await presented(resource, language(res))
  const items = await adaptationsOf(resource, viewer, language(res))
  await respond(req, res, {
    view: 'resources/adaptations',
    data: { items, total: items.length, next: null },
    also: {
      resource: { title: labels.title, url: resourceUrl(resource), version: resource.version },
      ancestors: adaptedFrom?.ancestors.toReversed() ?? [],
      resources: items,
      can: {
        adapt: canAdapt(viewer, resource),
        agree: viewer !== undefined && String(resource.author) === viewer.id,
      },
      agreed: Boolean(resource.adaptable),
    },
    page: {
      title: res.locals.t('adapting.adaptationsOf', { title: resource.title }),
      nav: 'ressources',
      topics: RESOURCE_TOPICS,
    },
  })
}
