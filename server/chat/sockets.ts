import type { Topic } from '../platform/realtime/topic.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { roomOf } from './queries.ts'

/** `entraide`, its id or `/salons/entraide`: the room, if this member may read it. */
export async function roomTopic(viewer: Viewer, name: string): Promise<Topic | undefined> {
  const room = await roomOf(viewer, name.replace(/^\/salons\//, ''))
  return room ? { topic: `room:${room._id}`, name: room.slug, sociable: true } : undefined
}
