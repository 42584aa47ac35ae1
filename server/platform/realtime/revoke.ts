import { createHash } from 'node:crypto'
import { LANGUAGES } from '../i18n/index.ts'
import { channelOf } from './publish.ts'

/** What takes a right from sockets that are already there; it does nothing until sockets are attached. */
type Sockets = {
  disconnect(channel: string): void
  leave(topic: string): void
  recheck(channels: readonly string[]): Promise<void>
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

/** A token was revoked: what listens with it hears nothing more. */
export function disconnectToken(tokenId: string) {
  sockets?.disconnect(tokenChannel(tokenId))
}

/** Nobody listens to this topic any more: its record was archived or removed. */
export function leaveTopic(topic: string) {
  sockets?.leave(topic)
}

/** These members may hear less than before: once it resolves, their sockets hear no more than they may. */
export async function recheckMembers(memberIds: readonly string[]) {
  if (memberIds.length > 0) await sockets?.recheck(memberIds.map(memberChannel))
}

/** What is said here is for others than before: who may no longer hear it has left once it resolves. */
export async function recheckTopic(topic: string) {
  await sockets?.recheck(LANGUAGES.map(language => channelOf(topic, language)))
}

export function memberChannel(memberId: string) {
  return `member:${memberId}`
}

export function tokenChannel(tokenId: string) {
  return `token:${tokenId}`
}

/** Hashed: channel names travel through Redis, where a session's id would be a key to the account. */
export function sessionChannel(sessionId: string) {
  return `session:${createHash('sha256').update(sessionId).digest('base64url').slice(0, 22)}`
}
