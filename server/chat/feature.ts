import type { Feature } from '../platform/features/feature.ts'
import { groupRoomRoutes } from './group-rooms.ts'
import { messageKind, roomKind } from './kinds.ts'
import { chatArea, groupRoomsArea } from './openapi.ts'
import { chatData } from './personal-data.ts'
import { unreadRoomCount } from './queries.ts'
import { chatRoutes } from './routes.ts'
import { roomListening } from './sockets.ts'

export const chatFeature: Feature = {
  name: 'chat',
  personalData: chatData,
  kinds: [roomKind, messageKind],
  mount(map) {
    map.use('/salons', chatRoutes)
    map.use('/groupes/:slug/salons', groupRoomRoutes)
  },
  api: [chatArea, groupRoomsArea],
  badges: { unreadRooms: { of: unreadRoomCount, none: 0 } },
  topics: [roomListening],
}
