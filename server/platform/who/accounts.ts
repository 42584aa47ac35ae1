import type { Scope } from '../../../models/words/token.ts'
import type { Viewer } from './viewer.ts'

/** Who somebody is, as the accounts say: the sockets ask, at each handshake and as long as they live. */
export type Accounts = {
  /** The member of this id as they are now, unless suspended. */
  byId(id: string): Promise<Viewer | undefined>
  /** The member of a session's key, as Passport keeps it, unless suspended or signed out since. */
  ofSession(key: string): Promise<Viewer | undefined>
  /** Undefined when this token gives no right to listen. */
  ofToken(secret: unknown): Promise<TokenSignIn | undefined>
}

export type TokenSignIn = {
  channel: string
  scopes: readonly Scope[]
  viewer(): Promise<Viewer | undefined>
}

let attached: Accounts | undefined

export function attachAccounts(accounts: Accounts) {
  attached = accounts
}

export function accounts(): Accounts {
  if (!attached) throw new Error('No accounts are attached yet')
  return attached
}
