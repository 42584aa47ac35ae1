import type { Listening, Topic } from '../platform/features/feature.ts'
import { renderPartial } from '../platform/views/engine.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { peopleHtml } from './people.ts'
import { roomOf } from './queries.ts'

export const roomListening: Listening = {
  prefix: 'room',
  resolve: roomTopic,
  sociable: {
    people: peopleHtml,
    typing: (member, language) => renderPartial('rooms/_typing', member, language),
  },
}

/** `entraide`, its id or `/salons/entraide`: the room, if this member may read it. */
export async function roomTopic(viewer: Viewer, name: string): Promise<Topic | undefined> {
  const room = await roomOf(viewer, name.replace(/^\/salons\//, ''))
  return room ? { topic: `room:${room._id}`, name: room.slug } : undefined
}
