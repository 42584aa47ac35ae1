import type { Request, Response } from 'express'
import type { ResourceRecord } from '../../models/resource.ts'
import { Revision, type RevisionRecord } from '../../models/revision.ts'
import { found, viewerOf } from '../auth/current.ts'
import { language } from '../http/preferences.ts'
import { respond } from '../http/respond.ts'
import { bylinesOf } from './authors.ts'
import { canRead } from './policy.ts'
import { pageOfResource, presentResource, presentRevision } from './presenter.ts'

const MOST_SHOWN = 200

/** Every saved state, the current one first. */
export async function showVersions(req: Request, res: Response, resource: ResourceRecord) {
  const former = await readableRevisions(req, resource)
  const current = { ...resource, savedAt: resource.updatedAt }
  const people = await bylinesOf([current, ...former].map(({ editor }) => editor))
  const items = [current, ...former].map(one =>
    presentRevision(one, people.get(String(one.editor)), resource, language(res)),
  )
  const { title, slug } = resource
  await respond(req, res, {
    view: 'resources/versions',
    data: { items, total: items.length, next: null },
    also: { resource: { title, url: `/ressources/${slug}` }, current: resource.version },
    page: { title: res.locals.t('library.versionsOf', { title }), nav: 'ressources' },
  })
}

/** One former state, as it was read. */
export async function showVersion(req: Request, res: Response, resource: ResourceRecord) {
  const version = Number(req.params.version)
  if (version === resource.version) {
    res.redirect(303, `/ressources/${resource.slug}`)
    return
  }
  const revision = found(await revisionOf(resource, version))
  found(revision, mayRead(req, resource, revision))
  const people = await bylinesOf([resource.author, revision.editor])
  const record = asResource(revision, resource)
  const spoken = language(res)
  const about = presentRevision(revision, people.get(String(revision.editor)), resource, spoken)
  await respond(req, res, {
    view: 'resources/version',
    data: { ...presentResource(record, people, spoken), ...about },
    also: {
      ...pageOfResource(record, spoken),
      resource: { title: resource.title, url: `/ressources/${resource.slug}` },
    },
    page: {
      title: res.locals.t('library.versionTitle', { version, title: revision.title }),
      nav: 'ressources',
    },
  })
}

async function readableRevisions(req: Request, resource: ResourceRecord) {
  const fields = 'version title change editor savedAt state audience'
  const former = await Revision.find(
    { resource: resource._id, version: { $lt: resource.version } },
    fields,
  )
    .sort({ version: -1 })
    .limit(MOST_SHOWN)
    .lean()
  return former.filter(one => mayRead(req, resource, one))
}

/** What was reserved to the network, or not yet reviewed, when it was written stays so. */
function mayRead(
  req: Request,
  { author }: ResourceRecord,
  { state, audience }: Pick<RevisionRecord, 'state' | 'audience'>,
) {
  return canRead(viewerOf(req), { state, audience, author })
}

async function revisionOf(resource: ResourceRecord, version: number) {
  if (!Number.isSafeInteger(version) || version >= resource.version) return null
  const revision = await Revision.findOne({ resource: resource._id, version }).lean()
  return revision as RevisionRecord | null
}

/** The files are those of today: versions keep words. */
function asResource(revision: RevisionRecord, resource: ResourceRecord): ResourceRecord {
  const { _id: _, resource: __, savedAt, ...content } = revision
  return { ...resource, ...content, _id: resource._id, attachments: [], updatedAt: savedAt }
}
