import { Invitation, type InvitationRecord } from '../../../models/invitation.ts'
import { Space } from '../../../models/space.ts'
import { isDuplicate } from '../../platform/database/duplicates.ts'
import { Conflict, Invalid } from '../../platform/errors.ts'
import type { Language } from '../../platform/i18n/index.ts'
import { daysAfter, hashOf, newLink } from '../../platform/secret-links.ts'
import { services } from '../../platform/services.ts'
import type { Viewer } from '../../platform/who/viewer.ts'
import { isBacked } from './backing.ts'
import type { InvitationInput } from './forms.ts'
import { canInviteAs } from './policy.ts'
import { openAt } from './state.ts'

/** How long an ended invitation stays in the list. */
const REMEMBERED_DAYS = 90

/** The new invitation and the secret of its link, which nobody can read again. Throws Conflict when the form was sent already. */
export async function invite(maker: Viewer, input: InvitationInput, language: Language) {
  if (!canInviteAs(maker, input.role)) throw new Invalid({ role: 'invitations.notYours' })
  const space = input.space ? await Space.exists({ slug: input.space }) : null
  if (input.space && !space) throw new Invalid({ space: 'invalid.unknownSpace' })
  const { token, hash } = newLink()
  const invitation = await save({
    ...fieldsOf(maker, { ...input, uses: input.email ? 1 : input.uses, language }),
    ...{ hash, space: space?._id, email: input.email },
    once: input.clientId ? `${maker.id} ${input.clientId}` : undefined,
  })
  if (input.email) await services().jobs.soon('mail.invitation', { id: String(invitation._id) })
  return { invitation, token }
}

type Terms = Pick<InvitationInput, 'role' | 'uses' | 'word'> & {
  days: number
  language: Language
}

export function fieldsOf(maker: { id: string }, { days, uses, ...terms }: Terms) {
  const createdAt = new Date()
  const expiresAt = daysAfter(createdAt, days)
  const { role, word, language } = terms
  return {
    ...{ role, word, language, uses, left: uses, maker: maker.id, createdAt, expiresAt },
    forgottenAt: daysAfter(expiresAt, REMEMBERED_DAYS),
  }
}

async function save(fields: object): Promise<InvitationRecord> {
  try {
    return (await new Invitation(fields).save()).toObject()
  } catch (failure) {
    throw isDuplicate(failure, 'once') ? new Conflict('invitationMade') : failure
  }
}

/** From now on the link opens nothing. */
export async function revokeInvitation({ _id }: Pick<InvitationRecord, '_id'>) {
  const revokedAt = new Date()
  const forgottenAt = daysAfter(revokedAt, REMEMBERED_DAYS)
  await Invitation.updateOne({ _id, revokedAt: null }, { $set: { revokedAt, forgottenAt } })
}

/** The invitation of this link while it is good, and while who made it may still invite so. */
export async function invitationOf(token: string): Promise<InvitationRecord | undefined> {
  const asked = { hash: hashOf(token), ...openAt() }
  const invitation = await Invitation.findOne(asked).lean<InvitationRecord>()
  return invitation && (await isBacked(invitation)) ? invitation : undefined
}

/** Takes one of its uses: however many come at once, no more than it has. Throws Invalid when none is left. */
export async function takeUse(token: string): Promise<InvitationRecord> {
  const known = await invitationOf(token)
  if (!known) throw new Invalid({ invitation: 'invitations.noLonger' })
  return takeUseOf(known._id)
}

export async function takeUseOf(_id: InvitationRecord['_id']): Promise<InvitationRecord> {
  const taken = await Invitation.findOneAndUpdate(
    { _id, ...openAt() },
    { $inc: { left: -1 } },
    { returnDocument: 'after' },
  ).lean<InvitationRecord>()
  if (!taken) throw new Invalid({ invitation: 'invitations.noLonger' })
  return taken
}

/** Nobody came in after all. */
export async function giveBack({ _id, uses }: Pick<InvitationRecord, '_id' | 'uses'>) {
  await Invitation.updateOne({ _id, left: { $lt: uses } }, { $inc: { left: 1 } })
}
