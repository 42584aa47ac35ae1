import { SCOPES, type Scope } from '../../../models/words/token.ts'
import { isCoordinator, isMember, type Viewer, type Visitor } from './viewer.ts'

/** To read is one scope; to write is one by area of the site. The member's role stays the limit. */
const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/** By the first word of an address. What is not here is written by people only. */
const AREAS: Record<string, Scope> = {
  ressources: 'library',
  collections: 'library',
  rencontres: 'gatherings',
  discussions: 'threads',
  apercu: 'threads',
  salons: 'chat',
  lieux: 'spaces',
  membres: 'account',
  groupes: 'account',
  notifications: 'account',
  compte: 'account',
  recherche: 'account',
  moderation: 'moderation',
  administration: 'administration',
}

/**
 * Of an account, what a program may read and write. Passwords, addresses, second factors and tokens are
 * the person's alone, and so is whatever comes beside them until it is named here.
 */
const OPEN_ACCOUNT = [
  '/compte',
  '/compte/moderation',
  '/compte/notifications',
  '/compte/recherches',
]

/** How somebody signs in is changed by people, whose ever it is. */
const SECOND_FACTOR_OF = /^\/administration\/membres\/[^/]+\/code(\/|$)/

/** The scope that a request asks for; undefined when no token is enough. */
export function scopeFor(method: string, path: string): Scope | undefined {
  // As Express reads addresses: whatever their case, with or without a last slash.
  const address = path.toLowerCase().replace(/\/+$/, '')
  const [, area = ''] = address.split('/')
  if (SECOND_FACTOR_OF.test(address)) return undefined
  if (area === 'compte' && !OPEN_ACCOUNT.some(open => isUnder(address, open))) return undefined
  if (READING.has(method)) return 'read'
  return Object.hasOwn(AREAS, area) ? AREAS[area] : undefined
}

/** What a socket may do: `read` hears everything that the member may hear, `chat` rooms only. */
export function mayListen(scopes: readonly Scope[], topic = 'room:') {
  return scopes.includes('read') || (scopes.includes('chat') && topic.startsWith('room:'))
}

/** What this member may give to a program. */
export function scopesOf(viewer: Viewer | Visitor): Scope[] {
  return SCOPES.filter(scope => mayGive(viewer, scope))
}

function mayGive(viewer: Viewer | Visitor, scope: Scope) {
  if (scope === 'moderation' || scope === 'administration') return isCoordinator(viewer)
  if (scope === 'spaces') return isMember(viewer) && viewer.role !== 'volunteer'
  return isMember(viewer)
}

function isUnder(address: string, open: string) {
  return address === open || (open !== '/compte' && address.startsWith(`${open}/`))
}
