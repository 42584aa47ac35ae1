import type { ResourceRecord } from '../../models/resource.ts'
import { mustWait } from '../people/members/trust.ts'
import type { ReceivedFile } from '../platform/files/uploads.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { type Brought, saveResource } from './actions.ts'
import { checkAdaptation } from './adaptation-terms.ts'
import type { ResourceInput } from './forms.ts'
import { noteEdited } from './moderation-notes.ts'

/** Who writes, and whether what they write now has to be looked at first. */
export async function writerOf(viewer: Viewer, input: ResourceInput) {
  return { ...viewer, mustWait: await mustWait(viewer, textsOf(input)) }
}

function textsOf({ title, summary, body, steps, materials }: ResourceInput) {
  return [title, summary, body, ...materials, ...steps.flatMap(one => [one.title, one.body])]
}

/** A new version by `viewer`, of which the author of the resource is told. Throws Conflict as `saveResource` does. */
export async function saveVersion(
  viewer: Viewer,
  resource: ResourceRecord,
  input: ResourceInput,
  files: readonly ReceivedFile[] = [],
  startedFrom = resource.version,
  brought?: Brought,
  also: Parameters<typeof saveResource>[6] = {},
) {
  await checkAdaptation(viewer, resource, input)
  const writer = await writerOf(viewer, input)
  const saved = await saveResource(writer, resource, input, files, startedFrom, brought, also)
  await noteEdited(resource, viewer, saved)
  return saved
}
