import type { TokenRecord } from '../../../models/token.ts'
import type { Language } from '../../platform/i18n/index.ts'
import { formatShortDay } from '../../platform/time/format.ts'

/** A token as its owner sees it, never its secret. */
export function presentToken(token: TokenRecord, now = new Date()) {
  const { name, scopes, createdAt, expiresAt, revokedAt, lastUsedOn } = token
  const state = revokedAt ? 'revoked' : expiresAt <= now ? 'expired' : 'live'
  return {
    id: String(token._id),
    url: `${TOKENS}/${token._id}`,
    ...{ name, scopes, state },
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
    lastUsedOn: lastUsedOn ?? null,
  }
}

export type PresentedToken = ReturnType<typeof presentToken>

export const TOKENS = '/compte/jetons'

/** What the page's list says besides: dates in words. */
export function shownToken(token: PresentedToken, language: Language) {
  const day = (date: string) => formatShortDay(new Date(date), language)
  return {
    ...token,
    live: token.state === 'live',
    created: day(token.createdAt),
    ends: day(token.expiresAt),
    ended: day(token.revokedAt ?? token.expiresAt),
    lastUsed: token.lastUsedOn
      ? formatShortDay(new Date(`${token.lastUsedOn}T12:00:00Z`), language, 'UTC')
      : null,
  }
}
