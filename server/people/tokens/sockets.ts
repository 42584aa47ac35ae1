import type { Scope } from '../../../models/token.ts'
import { tokenChannel } from '../../platform/realtime/revoke.ts'
import { spend } from '../../platform/who/limits.ts'
import { viewerById } from '../auth/passport.ts'
import { liveToken, noteUse, tokenOf } from './actions.ts'

/** What a socket may do: `read` hears everything that the member may hear, `chat` rooms only. */
export function mayListen(scopes: readonly Scope[], topic = 'room:') {
  return scopes.includes('read') || (scopes.includes('chat') && topic.startsWith('room:'))
}

/** Where the rights of a program's socket come from; undefined when this token gives none. */
export async function socketToken(secret: unknown) {
  const token = typeof secret === 'string' ? await tokenOf(secret) : undefined
  if (!token || !mayListen(token.scopes)) return undefined
  const { _id, member, scopes } = token
  await spend('token', String(_id))
  await noteUse(token)
  return {
    channel: tokenChannel(String(_id)),
    scopes,
    viewer: async () => ((await liveToken(_id)) ? viewerById(String(member)) : undefined),
  }
}
