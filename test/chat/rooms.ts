import { createRoom } from '../../server/chat/rooms.ts'

let count = 0

/** A room of the network, open to its members. */
export function aRoom(title = `Salon ${++count}`) {
  return createRoom({ title, topic: '', icon: 'chat', order: 0 })
}
