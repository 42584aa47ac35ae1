import type { Act } from '../../../models/words/audit-entry.ts'
import { record } from '../../platform/audit/record.ts'
import { disconnectMember } from '../../platform/realtime/revoke.ts'
import { revokeTokensOf } from '../tokens/actions.ts'
import { forgetDevices } from './devices/known.ts'
import { dropLinks } from './door/links.ts'
import { tellOwner } from './security-mail.ts'

export type Kept = { keepSessions: boolean; keepTokens: boolean }

/** Raises the epoch, and with it ends every session, unless they are to go on. */
export function endingSessions({ keepSessions }: Kept) {
  return keepSessions ? {} : { $inc: { sessionEpoch: 1 } }
}

/** A new password closes what the old one may have opened, and its owner hears of it. */
export async function closeAfterPassword(
  owner: { id: string; name: string },
  act: Extract<Act, 'access.passwordChanged' | 'access.passwordReset'>,
  { keepSessions, keepTokens }: Kept,
) {
  await dropLinks(owner.id)
  if (!keepSessions) {
    await forgetDevices(owner.id)
    disconnectMember(owner.id)
  }
  const revoked = keepTokens ? 0 : await revokeTokensOf(owner)
  await record(owner, act, { kind: 'member', id: owner.id }, { keepSessions, revoked })
  await tellOwner(owner.id, 'passwordChanged')
}
