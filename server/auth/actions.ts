import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { z } from 'zod'
import { Member, type MemberRecord } from '../../models/member.ts'
import { Network } from '../../models/network.ts'
import { Space } from '../../models/space.ts'
import { isDuplicate } from '../database/duplicates.ts'
import { Conflict, Invalid, NotFound } from '../errors.ts'
import { freeSlug } from '../http/slugs.ts'
import type { Language } from '../i18n/index.ts'
import { networkSettings } from '../network/settings.ts'
import { disconnectMember } from '../realtime/revoke.ts'
import { services } from '../services.ts'
import type { installationForm, signUpForm } from './forms.ts'
import { hashPassword } from './passwords.ts'

/** The token of the one-time installation link: known to who reads the server's first words. */
export function installationToken(secret: string) {
  return createHmac('sha256', secret).update('installation').digest('base64url').slice(0, 32)
}

export async function isInstalled() {
  return Boolean((await networkSettings()).installedAt)
}

/** The first administrator, once: a second call, even at the same moment, finds nothing here. */
export async function install(input: z.output<typeof installationForm>, secret: string) {
  if (await isInstalled()) throw new NotFound()
  if (!sameToken(input.token, installationToken(secret))) {
    throw new Invalid({ token: 'invalid.installationToken' })
  }
  await claimInstallation(input.networkName)
  try {
    return await createMember({ ...input, role: 'admin', state: 'active' })
  } catch (failure) {
    await Network.updateOne({ _id: 'network' }, { $unset: { installedAt: 1 } })
    throw failure
  }
}

async function claimInstallation(name: string | undefined) {
  try {
    await Network.findOneAndUpdate(
      { _id: 'network', installedAt: { $exists: false } },
      { $set: { installedAt: new Date(), ...(name ? { name } : {}) } },
      { upsert: true },
    )
  } catch (failure) {
    throw isDuplicate(failure) ? new Conflict() : failure
  }
}

function sameToken(given: string, expected: string) {
  const digest = (token: string) => createHash('sha256').update(token).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/**
 * A request to join. Whether the address has an account already shows neither in the answer nor in its
 * time: the owner of the address learns it by mail.
 */
export async function requestToJoin(input: z.output<typeof signUpForm>, language: Language) {
  const space = input.space ? await Space.exists({ slug: input.space }) : undefined
  if (input.space && !space) throw new Invalid({ space: 'invalid.unknownSpace' })
  const { volunteersAtOnce } = await networkSettings()
  const state = volunteersAtOnce && input.role === 'volunteer' ? 'active' : 'pending'
  try {
    const member = await createMember({
      ...{ ...input, state, space: space?._id },
      // A request is granted with its space; nobody looks at those of volunteers who come in at once.
      spaceClaimed: state === 'active' && space ? true : undefined,
    })
    if (state === 'pending')
      await services().jobs.soon('mail.newRequest', { id: String(member._id) })
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    await services().jobs.soon('mail.alreadyMember', { email: input.email, language })
  }
  const { name, email, role } = input
  return { name, email, role, state, url: '/connexion' }
}

type NewMember = Pick<MemberRecord, 'name' | 'email' | 'role' | 'state'> & {
  password: string
  space?: MemberRecord['space'] | undefined
  spaceClaimed?: boolean | undefined
  introduction?: string | undefined
}

async function createMember({ password, ...fields }: NewMember) {
  const passwordHash = await hashPassword(password)
  const slug = await freeSlug(fields.name, slug => Member.exists({ slug }))
  try {
    return await Member.create({ ...fields, slug, passwordHash })
  } catch (failure) {
    if (isDuplicate(failure, 'email')) throw new Invalid({ email: 'invalid.emailTaken' })
    // Somebody of the same name at the same moment: the next number is free.
    if (isDuplicate(failure, 'slug')) return createMember({ ...fields, password })
    throw failure
  }
}

const RESET_MS = 3600 * 1000

/** A new token for a forgotten password; only its hash is kept, for an hour. Answers the token. */
export async function startReset(memberId: unknown) {
  const token = randomBytes(32).toString('base64url')
  const reset = { hash: hashToken(token), expiresAt: new Date(Date.now() + RESET_MS) }
  await Member.updateOne({ _id: memberId }, { $set: { reset } })
  return token
}

/** The token works once, within its hour, and signs every session of the member out. */
export async function finishReset(token: string, password: string) {
  const passwordHash = await hashPassword(password)
  const member = await Member.findOneAndUpdate(
    { 'reset.hash': hashToken(token), 'reset.expiresAt': { $gt: new Date() } },
    { $set: { passwordHash }, $unset: { reset: 1 }, $inc: { sessionEpoch: 1 } },
  )
  if (!member) throw new Invalid({ form: 'invalid.resetToken' })
  disconnectMember(String(member._id))
}

function hashToken(token: string) {
  return createHash('sha256').update(token).digest('base64url')
}
