import { Thread } from '../../models/thread.ts'
import type { Listening } from '../platform/features/feature.ts'
import { objectId } from '../platform/http/parse.ts'
import { membersSeenBy } from '../platform/who/audience.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'
import { canRead } from './policy.ts'

export const threadListening: Listening = {
  prefix: 'thread',
  async resolve(viewer, name) {
    const topic = await threadTopic(viewer, name)
    return topic ? { topic, name: topic.replace(/^thread:/, '') } : undefined
  },
}

/** The topic of a discussion that this member may follow, from its address or its id. */
export async function threadTopic(viewer: Viewer | Visitor, path: string) {
  const id = objectId.safeParse(path.replace(/^\/discussions\//, '')).data
  if (!id || !canRead(viewer)) return undefined
  const seen = { _id: id, away: null, ...membersSeenBy(viewer) }
  return (await Thread.exists(seen)) ? `thread:${id}` : undefined
}
