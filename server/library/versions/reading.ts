import type { Request } from 'express'
import type { ResourceRecord } from '../../../models/resource.ts'
import { Revision, type RevisionRecord } from '../../../models/revision.ts'
import { found, viewerOf } from '../../platform/who/current.ts'
import type { ChangeSize } from '../comparing/size.ts'
import { type Written, writtenOf } from '../merging/written.ts'
import { canRead } from '../policy.ts'

const MOST_SHOWN = 200

/** The former versions that the reader may see, the newest first, without their texts. */
export async function readableRevisions(req: Request, resource: ResourceRecord) {
  const fields = 'version title change changed editor savedAt state audience'
  const former = await Revision.find(
    { resource: resource._id, version: { $lt: resource.version } },
    fields,
  )
    .sort({ version: -1 })
    .limit(MOST_SHOWN)
    .lean()
  return former.filter(one => mayRead(req, resource, one))
}

/** One former version; for who may not see it, it does not exist. */
export async function seenRevision(req: Request, resource: ResourceRecord, version: number) {
  const revision = found(await revisionOf(resource, version))
  return found(revision, mayRead(req, resource, revision))
}

/** A saved state, former or of today: its words, and who saved it when and why. */
export type State = {
  version: number
  title: string
  change: string
  changed?: ChangeSize | null | undefined
  editor?: ResourceRecord['editor']
  savedAt: Date
  written: Written
}

export async function seenState(
  req: Request,
  resource: ResourceRecord,
  version: number,
): Promise<State> {
  if (version !== resource.version) return stateOf(await seenRevision(req, resource, version))
  return stateOf({ ...resource, savedAt: resource.updatedAt })
}

function stateOf(record: RevisionRecord | (ResourceRecord & { savedAt: Date })): State {
  const { version, title, change, changed, editor, savedAt } = record
  return { version, title, change, changed, editor, savedAt, written: writtenOf(record) }
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
export function asResource(revision: RevisionRecord, resource: ResourceRecord): ResourceRecord {
  const { _id: _, resource: __, savedAt, ...content } = revision
  return { ...resource, ...content, _id: resource._id, attachments: [], updatedAt: savedAt }
}
