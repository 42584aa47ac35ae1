import { createHash } from 'node:crypto'

/** What takes a right from sockets that are already there; it does nothing until sockets are attached. */
type Sockets = {
  disconnect(channel: string): void
  leave(topic: string): void
}

let sockets: Sockets | undefined

export function attachRevoker(revoker: Sockets | undefined) {
  sockets = revoker
}

/** A member who was suspended, or whose sessions all ended, hears nothing more, in any process. */
export function disconnectMember(memberId: string) {
  sockets?.disconnect(memberChannel(memberId))
}

/** Somebody signed out: the tabs of that session hear nothing more. */
export function disconnectSession(sessionId: string) {
  sockets?.disconnect(sessionChannel(sessionId))
}

/** Nobody listens to this topic any more: its record was archived or removed. */
export function leaveTopic(topic: string) {
  sockets?.leave(topic)
}

export function memberChannel(memberId: string) {
  return `member:${memberId}`
}

/** Hashed: channel names travel through Redis, where a session's id would be a key to the account. */
export function sessionChannel(sessionId: string) {
  return `session:${createHash('sha256').update(sessionId).digest('base64url').slice(0, 22)}`
}
