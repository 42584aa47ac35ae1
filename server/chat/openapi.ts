import { z } from 'zod'
import { ROOM_ICONS } from '../../models/words/room.ts'
import { author } from '../people/members/openapi.ts'
import {
  type Area,
  changes,
  count,
  creates,
  id,
  listOf,
  maybe,
  moment,
  reads,
  removes,
} from '../platform/openapi/operation.ts'
import { audienceSchema } from '../platform/who/audience.ts'
import { editForm, historyQuery, messageForm, readForm, roomForm } from './forms.ts'

export const room = z
  .object({
    id,
    slug: z.string(),
    url: z.string(),
    title: z.string(),
    topic: z.string(),
    icon: z.enum(ROOM_ICONS),
    order: count,
    audience: audienceSchema,
    archivedAt: maybe(moment),
    total: count,
    lastMessage: maybe(
      z.object({ seq: count, author: z.string(), excerpt: z.string(), at: moment }),
    ),
    unread: count.optional(),
  })
  .meta({ id: 'Room' })

const message = z
  .object({
    id,
    url: z.string(),
    room: z.string(),
    seq: count,
    body: z.string(),
    html: z.string(),
    author: maybe(author),
    createdAt: moment,
    editedAt: maybe(moment),
    removed: z.boolean(),
    hidden: z.boolean(),
    clientId: maybe(z.string()),
  })
  .meta({ id: 'Message' })

export const chatArea: Area = {
  name: 'chat',
  operations: [
    reads('listRooms', '/salons', { answer: listOf(room) }),
    reads('readRoom', '/salons/:slug', {
      query: historyQuery,
      answer: room.extend({ messages: listOf(message) }),
    }),
    reads('listMessages', '/salons/:slug/messages', {
      query: historyQuery,
      answer: listOf(message),
      example: { query: { depuis: '0' } },
    }),
    creates('postMessage', '/salons/:slug/messages', {
      form: messageForm,
      answer: message,
      example: { body: { body: 'Bonjour à tous !', clientId: 'script-1' } },
    }),
    removes('markRoomRead', '/salons/:slug/lecture', {
      form: readForm,
      example: { body: { seq: 1 } },
    }),
    reads('readMessage', '/salons/:slug/messages/:seq', { answer: message }),
    changes('editMessage', '/salons/:slug/messages/:seq/modifier', {
      form: editForm,
      answer: message,
      example: { body: { body: 'Bonsoir à tous !' } },
    }),
    removes('removeMessage', '/salons/:slug/messages/:seq/suppression'),
  ],
}

/** The rooms of a group, opened and closed by its keepers. */
export const groupRoomsArea: Area = {
  name: 'groups',
  operations: [
    reads('listGroupRooms', '/groupes/:slug/salons', { answer: listOf(room) }),
    creates('openGroupRoom', '/groupes/:slug/salons', {
      form: roomForm,
      answer: room,
      example: { body: { title: 'Le petit salon' } },
    }),
    removes('closeGroupRoom', '/groupes/:slug/salons/:room/fermeture'),
  ],
}
