import type { MemberRecord } from '../../../models/member.ts'
import { SignUp } from '../../../models/sign-up.ts'
import type { Language } from '../../platform/i18n/index.ts'
import { daysAfter } from '../../platform/secret-links.ts'
import { services } from '../../platform/services.ts'
import { spend } from '../../platform/who/limits.ts'
import { hashPassword } from '../auth/passwords.ts'
import { checkNewPassword } from '../auth/strength/check.ts'
import { spaceIdOf } from '../members/space-choices.ts'
import type { SignUpInput } from './forms.ts'

/** How long somebody has to show that an address is theirs. */
export const CONFIRM_DAYS = 7

/**
 * A request to join, which waits for its address to be confirmed. Nothing here asks whether the address
 * has an account: neither the answer nor its time can tell. The owner of the address learns it by mail.
 */
export async function askToJoin(input: SignUpInput, language: Language) {
  const { name, email, role, introduction = '' } = input
  const space = await spaceIdOf(input.space)
  await checkNewPassword(input.password, input)
  await spend('confirmAccount', email)
  const passwordHash = await hashPassword(input.password)
  await awaitConfirmation({ name, email, role, introduction, space, passwordHash, language })
  return { name, email, role, state: 'unconfirmed', url: '/inscription/confirmation' } as const
}

type Waiting = Pick<MemberRecord, 'name' | 'email' | 'role' | 'language' | 'space'> & {
  introduction?: string
  passwordHash?: string
  member?: MemberRecord['_id']
}

/** The mail with the link leaves afterwards. */
export async function awaitConfirmation(waiting: Waiting) {
  const createdAt = new Date()
  const forgottenAt = daysAfter(createdAt, CONFIRM_DAYS)
  const signUp = await new SignUp({ ...waiting, createdAt, forgottenAt }).save()
  await services().jobs.soon('mail.confirmAddress', { id: String(signUp._id) })
}
