import type { InvitationRecord } from '../../../models/invitation.ts'

type Dated = Pick<InvitationRecord, 'left' | 'expiresAt'> & { revokedAt?: Date | null | undefined }

export function stateOf({ revokedAt, left, expiresAt }: Dated, now = new Date()) {
  if (revokedAt) return 'revoked'
  if (left <= 0) return 'used'
  return expiresAt <= now ? 'expired' : 'open'
}

/** The same as a filter. */
export function openAt(now = new Date()) {
  return { left: { $gt: 0 }, expiresAt: { $gt: now }, revokedAt: null }
}
