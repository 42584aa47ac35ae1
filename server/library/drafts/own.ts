import type { Request } from 'express'
import { Draft, type DraftRecord } from '../../../models/draft.ts'
import type { ResourceRecord } from '../../../models/resource.ts'
import { textOf } from '../../platform/http/parse.ts'
import { found, signedIn } from '../../platform/who/current.ts'
import { draftFor } from './actions.ts'

const ID = /^[0-9a-f]{24}$/

/** The draft that the address names, if it is the reader's own; nobody else's exists. */
export async function ownDraft(req: Request): Promise<DraftRecord> {
  return found(await draftById(req, textOf(req.params.id)))
}

/** The draft that the form says it continues; one that is gone meanwhile is none. */
export async function draftOfForm(req: Request): Promise<DraftRecord | undefined> {
  return draftById(req, textOf(req.body?.draft))
}

/** The member's own draft of this resource. */
export async function draftOn(req: Request, resource: ResourceRecord) {
  return (await draftFor(signedIn(req).id, resource)) ?? undefined
}

async function draftById(req: Request, _id: string) {
  if (!ID.test(_id)) return undefined
  const draft = await Draft.findOne({ _id, member: signedIn(req).id }).lean<DraftRecord>()
  return draft ?? undefined
}
