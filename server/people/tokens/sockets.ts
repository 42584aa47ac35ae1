import { tokenChannel } from '../../platform/realtime/revoke.ts'
import { accounts, type TokenSignIn } from '../../platform/who/accounts.ts'
import { spend } from '../../platform/who/limits.ts'
import { mayListen } from '../../platform/who/scopes.ts'
import { liveToken, noteUse, tokenOf } from './actions.ts'

/** Where the rights of a program's socket come from; undefined when this token gives none. */
export async function socketToken(secret: unknown): Promise<TokenSignIn | undefined> {
  const token = typeof secret === 'string' ? await tokenOf(secret) : undefined
  if (!token || !mayListen(token.scopes)) return undefined
  const { _id, member, scopes } = token
  await spend('token', String(_id))
  await noteUse(token)
  return {
    channel: tokenChannel(String(_id)),
    scopes,
    viewer: async () => ((await liveToken(_id)) ? accounts().byId(String(member)) : undefined),
  }
}
