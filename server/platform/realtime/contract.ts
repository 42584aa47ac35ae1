/** The socket's events, shared with the browser (types only). Every payload carries its rendered `html`. */
export type Pushed<T extends object = { id: string }> = T & { html: string }

/** A message's record, with the whole partial of its page in the place of its own `html`. */
export type PushedMessage = Pushed<{
  id: string
  url: string
  room: string
  seq: number
  body: string
  author: { id: string; slug: string; name: string; url: string } | null
  createdAt: string
  editedAt: string | null
  removed: boolean
  clientId: string | null
}>

export type PushedReply = Pushed<{ id: string; thread: string; authorId: string; total: number }>

export type Presence = { room: string; total: number; members: { id: string; name: string }[] }

export type ServerEvents = {
  'message:posted': (message: PushedMessage) => void
  'message:edited': (message: PushedMessage) => void
  'message:removed': (message: PushedMessage) => void
  'room:presence': (presence: Presence & { html: string }) => void
  'room:typing': (typing: {
    room: string
    member: { id: string; name: string }
    html: string
  }) => void
  'reply:posted': (reply: PushedReply) => void
  /** The moderation hid it or gave it back: `html` is what now stands in its place. */
  'reply:changed': (reply: PushedReply) => void
  /** Hidden, or put together with another one: nobody follows it any more. */
  'thread:removed': (thread: Pushed) => void
  'notification:posted': (notification: Pushed) => void
}

export type Answer = (answer: { ok: true } | { error: string }) => void

export type ClientEvents = {
  /** A room's slug or id, or the path of a discussion. */
  'room:join': (request: { room: string }, answer: Answer) => void
  'room:leave': (request: { room: string }, answer: Answer) => void
  'room:typing': (request: { room: string }) => void
}

export type Payload<E extends keyof ServerEvents> = Parameters<ServerEvents[E]>[0]
