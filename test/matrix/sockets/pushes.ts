import type { Payload, ServerEvents } from '../../../server/platform/realtime/contract.ts'

const said = '<p>Entre nous</p>'

const id = '6b028d41b54951a753863221'
const message = {
  ...{ id, url: '/salons/un/messages/1', room: 'un', seq: 1, body: 'Mot', author: null },
  ...{ createdAt: '2026-11-22T10:00:00Z', editedAt: null, removed: false, clientId: null },
  html: said,
}
const reply = { id, thread: id, authorId: id, total: 1, html: said }

/** One of each push that the hub knows: a new one is not accepted here without its own. */
export const SAMPLES: { [Event in keyof ServerEvents]: Payload<Event> } = {
  'message:posted': message,
  'message:edited': message,
  'message:removed': message,
  'room:presence': { room: 'un', total: 0, members: [], html: said },
  'room:typing': { room: 'un', member: { id, name: 'Katell' }, html: said },
  'reply:posted': reply,
  'reply:changed': reply,
  'thread:removed': { id, html: said },
  'notification:posted': { id, html: said },
}
