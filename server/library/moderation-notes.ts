import type { ResourceRecord } from '../../models/resource.ts'
import { decide } from '../moderation/decisions.ts'
import { record } from '../platform/audit/record.ts'
import { thingOfResource } from './things.ts'

type Actor = { id: string; name: string }

/** Versions keep what stood before; the author of what somebody else changed is told of it. */
export async function noteEdited(before: ResourceRecord, editor: Actor, after: ResourceRecord) {
  if (isOwn(before, editor)) return
  await decide(thingOfResource(before), { act: 'edited', by: editor })
  const versions = { from: before.version, to: after.version }
  await record(editor, 'content.edited', targetOf(before), versions)
}

export async function notePublished(resource: ResourceRecord, by: Actor) {
  if (!isOwn(resource, by)) await record(by, 'content.published', targetOf(resource))
}

export async function noteArchived(resource: ResourceRecord, by: Actor) {
  if (!isOwn(resource, by)) await record(by, 'content.archived', targetOf(resource))
}

function isOwn({ author }: ResourceRecord, { id }: Actor) {
  return String(author) === id
}

function targetOf({ _id, title }: ResourceRecord) {
  return { kind: 'resource', id: _id, label: title }
}
