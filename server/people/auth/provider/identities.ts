import { randomBytes } from 'node:crypto'
import { Identity } from '../../../../models/identity.ts'
import { Member } from '../../../../models/member.ts'
import { isDuplicate } from '../../../platform/database/duplicates.ts'
import { Conflict } from '../../../platform/errors.ts'
import type { Language } from '../../../platform/i18n/index.ts'
import { services } from '../../../platform/services.ts'
import { addMember } from '../../members/new-member.ts'
import { hashPassword } from '../passwords.ts'
import { tellOwner } from '../security-mail.ts'
import type { Person } from './flow.ts'

export async function memberOf({ issuer, subject }: Person) {
  return (await Identity.findOne({ issuer, subject }, 'member').lean())?.member
}

/** The account of the same address, whatever its state. */
export function sameAddress({ email }: Person) {
  return Member.findOne({ email }, '_id').lean()
}

/** From now on who comes back from the provider as this person is this member. Throws Conflict when it is another's. */
export async function link({ issuer, subject }: Person, member: unknown) {
  try {
    await new Identity({ issuer, subject, member, linkedAt: new Date() }).save()
  } catch (failure) {
    throw isDuplicate(failure) ? new Conflict() : failure
  }
  await tellOwner(String(member), 'providerLinked')
}

type Wish = { name: string; role: 'animateur' | 'volunteer' }

/** A request to join, for the coordination to answer; its password is one that nobody knows. */
export async function requestBy(person: Person, { name, role }: Wish, language: Language) {
  const passwordHash = await hashPassword(randomBytes(32).toString('base64'))
  const { email } = person
  const member = await addMember({ name, email, role, state: 'pending', language, passwordHash })
  await link(person, member._id)
  await services().jobs.soon('mail.newRequest', { id: String(member._id) })
  return { name, email, role, state: 'pending', url: '/connexion' } as const
}

export async function unlink(member: string) {
  await Identity.deleteMany({ member })
}

export async function isLinked(member: string) {
  return Boolean(await Identity.exists({ member }))
}
