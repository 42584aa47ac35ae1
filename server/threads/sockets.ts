import { Thread } from '../../models/thread.ts'
import { objectId } from '../http/parse.ts'
import type { Viewer, Visitor } from '../members/policy.ts'
import { canRead } from './policy.ts'

/** The topic of a discussion that this member may follow, from its address or its id. */
export async function threadTopic(viewer: Viewer | Visitor, path: string) {
  const id = objectId.safeParse(path.replace(/^\/discussions\//, '')).data
  if (!id || !canRead(viewer)) return undefined
  return (await Thread.exists({ _id: id })) ? `thread:${id}` : undefined
}
