import type { InvitationRecord } from '../../../models/invitation.ts'
import { type Language, translator } from '../../platform/i18n/index.ts'
import { services } from '../../platform/services.ts'
import { formatShortDay } from '../../platform/time/format.ts'
import { stateOf } from './state.ts'

export const INVITATIONS = '/administration/invitations'

type Place = { name: string; slug: string; commune: string } | null | undefined
type Maker = { name: string } | null | undefined

/** An invitation as the coordination sees it, never its link. */
export function presentInvitation(invitation: InvitationRecord, space: Place, maker: Maker) {
  const { role, word, email, name, uses, left, createdAt, expiresAt, sentAt } = invitation
  return {
    id: String(invitation._id),
    url: `${INVITATIONS}/${invitation._id}`,
    ...{ role, word, uses, name },
    used: uses - left,
    state: stateOf(invitation),
    email: email ?? null,
    space: space
      ? { name: space.name, slug: space.slug, commune: space.commune, url: `/lieux/${space.slug}` }
      : null,
    maker: maker?.name ?? null,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    revokedAt: invitation.revokedAt?.toISOString() ?? null,
    sentAt: sentAt?.toISOString() ?? null,
  }
}

export type PresentedInvitation = ReturnType<typeof presentInvitation>

/** What the page's list says besides: dates in words. */
export function shownInvitation(invitation: PresentedInvitation, language: Language) {
  const t = translator(language)
  const day = (date: string) => formatShortDay(new Date(date), language)
  return {
    ...invitation,
    open: invitation.state === 'open',
    ends: day(invitation.expiresAt),
    made: day(invitation.createdAt),
    tally: t('invitations.tally', { used: invitation.used, uses: invitation.uses }),
    onItsWay: Boolean(invitation.email) && !invitation.sentAt,
  }
}

export function linkOf(token: string) {
  return `${services().baseUrl}/inscription?invitation=${token}`
}
