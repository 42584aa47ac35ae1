import type { Feature } from '../platform/feature.ts'
import { messageKind, roomKind } from './kinds.ts'
import { chatArea } from './openapi.ts'
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
  },
  api: [chatArea],
  badges: { unreadRooms: { of: unreadRoomCount, none: 0 } },
  topics: [roomListening],
}
