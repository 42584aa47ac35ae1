import type { InvitationRecord } from '../../../models/invitation.ts'
import type { MemberDocument } from '../../../models/member.ts'
import { record } from '../../platform/audit/record.ts'
import { Invalid } from '../../platform/errors.ts'
import type { Language } from '../../platform/i18n/index.ts'
import { daysAfter } from '../../platform/secret-links.ts'
import { services } from '../../platform/services.ts'
import { hashPassword } from '../auth/passwords.ts'
import { checkNewPassword } from '../auth/strength/check.ts'
import { giveBack, invitationOf, takeUse } from '../invitations/actions.ts'
import { addMember } from '../members/new-member.ts'
import { spaceIdOf } from '../members/space-choices.ts'
import type { InvitedInput } from './forms.ts'
import { awaitConfirmation, CONFIRM_DAYS } from './request.ts'

/**
 * Somebody with an invitation joins at once. Their address is still to be confirmed, unless the
 * invitation was sent there. When it has an account already the answer is the same, and the use is taken.
 */
export async function joinByInvitation(input: InvitedInput, language: Language) {
  const { invitation: token, name, email } = input
  if (!(await invitationOf(token))) throw new Invalid({ invitation: 'invitations.noLonger' })
  const space = await spaceIdOf(input.space)
  await checkNewPassword(input.password, input)
  const invitation = await takeUse(token)
  const member = await addInvited(input, invitation, { space, language })
  if (member) await letIn(member, invitation)
  else await services().jobs.soon('mail.alreadyMember', { email })
  return { name, email, role: invitation.role, state: 'active', url: '/connexion' } as const
}

async function addInvited(input: InvitedInput, invitation: InvitationRecord, chosen: Chosen) {
  try {
    return await addMember(await fieldsOf(input, invitation, chosen))
  } catch (failure) {
    if (failure instanceof Invalid) return undefined
    await giveBack(invitation)
    throw failure
  }
}

type Chosen = { space: InvitationRecord['space']; language: Language }

async function fieldsOf(
  { name, email, password, introduction = '' }: InvitedInput,
  invitation: InvitationRecord,
  { space, language }: Chosen,
) {
  const now = new Date()
  const isTheirs = invitation.email === email
  return {
    ...{ name, email, introduction, language, ...grantOf(invitation, space) },
    passwordHash: await hashPassword(password),
    confirmBy: isTheirs ? undefined : daysAfter(now, CONFIRM_DAYS),
  }
}

/** What an invitation gives. A space that the person chose alone is not theirs to run before the coordination agrees. */
export function grantOf(invitation: InvitationRecord, chosen?: InvitationRecord['space']) {
  return {
    role: invitation.role,
    state: 'active' as const,
    space: invitation.space ?? chosen,
    spaceClaimed: !invitation.space && chosen ? true : undefined,
    invitation: invitation._id,
    approvedAt: new Date(),
    toWelcome: true,
  }
}

async function letIn(member: MemberDocument, invitation: InvitationRecord) {
  const { _id, name, email, role, space } = member
  const language = member.language === 'en' ? 'en' : 'fr'
  if (member.confirmBy) await awaitConfirmation({ name, email, role, space, language, member: _id })
  const details = { role, invitation: String(invitation._id) }
  await record(undefined, 'member.joined', { kind: 'member', id: _id, label: name }, details)
}
