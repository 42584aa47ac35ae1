import type { Request, Response } from 'express'
import type { ResourceRecord } from '../../../models/resource.ts'
import { language } from '../../platform/http/preferences.ts'
import { respond } from '../../platform/http/respond.ts'
import { viewerOf } from '../../platform/who/current.ts'
import { bylinesOf } from '../authors.ts'
import { creditOf } from '../origin.ts'
import { canEdit } from '../policy.ts'
import { pageOfResource, presentResource, presentRevision, resourceUrl } from '../presenter.ts'
import { asResource, readableRevisions, seenRevision } from './reading.ts'

/** Every saved state, the current one first, each with the way to what it changed. */
export async function showVersions(req: Request, res: Response, resource: ResourceRecord) {
  const former = await readableRevisions(req, resource)
  const current = { ...resource, savedAt: resource.updatedAt }
  const people = await bylinesOf([current, ...former].map(({ editor }) => editor))
  const items = [current, ...former].map(one =>
    presentRevision(one, people.get(String(one.editor)), resource, language(res)),
  )
  await respond(req, res, {
    view: 'resources/versions',
    data: { items, total: items.length, next: null },
    also: { resource: titleOf(resource), current: resource.version, rows: rowsOf(items) },
    page: {
      title: res.locals.t('library.versionsOf', { title: resource.title }),
      nav: 'ressources',
    },
  })
}

/** Beside each version, what to compare it with: the one that this reader sees before it, and today's. */
function rowsOf(items: ReturnType<typeof presentRevision>[]) {
  const current = items[0]?.version
  return items.map((item, index) => {
    const before = items[index + 1]
    return {
      ...item,
      isCurrent: item.version === current,
      sinceBefore: before ? `${before.url}/differences/${item.version}` : undefined,
      untilToday: item.version !== current ? `${item.url}/differences/${current}` : undefined,
    }
  })
}

/** One former state, as it was read. */
export async function showVersion(req: Request, res: Response, resource: ResourceRecord) {
  const version = Number(req.params.version)
  if (version === resource.version) {
    res.redirect(303, resourceUrl(resource))
    return
  }
  const revision = await seenRevision(req, resource, version)
  const people = await bylinesOf([resource.author, revision.editor])
  const record = asResource(revision, resource)
  const spoken = language(res)
  const about = presentRevision(revision, people.get(String(revision.editor)), resource, spoken)
  await respond(req, res, {
    view: 'resources/version',
    data: {
      ...presentResource(record, people, spoken, await creditOf(resource, spoken)),
      ...about,
    },
    also: {
      ...pageOfResource(record, spoken),
      resource: titleOf(resource),
      current: resource.version,
      can: { restore: canEdit(viewerOf(req), resource) },
    },
    page: {
      title: res.locals.t('library.versionTitle', { version, title: revision.title }),
      nav: 'ressources',
    },
  })
}

export function titleOf(resource: ResourceRecord) {
  return { title: resource.title, url: resourceUrl(resource) }
}
