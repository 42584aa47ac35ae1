import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { z } from 'zod'
import { Member } from '../../../models/member.ts'
import { Network } from '../../../models/network.ts'
import { isDuplicate } from '../../platform/database/duplicates.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import { networkSettings } from '../../platform/network/settings.ts'
import { addMember } from '../members/new-member.ts'
import { closeAfterPassword, endingSessions, type Kept } from './after-password.ts'
import type { installationForm } from './forms.ts'
import { hashPassword } from './passwords.ts'
import { checkNewPassword } from './strength/check.ts'

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
  const { password, name, email, networkName } = input
  await checkNewPassword(password, { name, email, space: networkName })
  await claimInstallation(networkName)
  try {
    const { name, email } = input
    const passwordHash = await hashPassword(input.password)
    return await addMember({ name, email, passwordHash, role: 'admin', state: 'active' })
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

const RESET_MS = 3600 * 1000

/** A new token for a forgotten password; only its hash is kept, for an hour. Answers the token. */
export async function startReset(memberId: unknown) {
  const token = randomBytes(32).toString('base64url')
  const reset = { hash: hashToken(token), expiresAt: new Date(Date.now() + RESET_MS) }
  await Member.updateOne({ _id: memberId }, { $set: { reset } })
  return token
}

/** Whose new password this link is for, while it works. */
export function resetOwner(token: string) {
  return Member.findOne(asked(token), 'name email').lean()
}

/** The token works once, within its hour, and signs every session of the member out unless told otherwise. */
export async function finishReset(token: string, password: string, kept: Kept) {
  const owner = await resetOwner(token)
  if (owner) await checkNewPassword(password, { name: owner.name, email: owner.email })
  const passwordHash = await hashPassword(password)
  const member = await Member.findOneAndUpdate(asked(token), {
    $set: { passwordHash },
    // The link came by mail: the address is theirs.
    $unset: { reset: 1, confirmBy: 1 },
    ...endingSessions(kept),
  })
  if (!member) throw new Invalid({ form: 'invalid.resetToken' })
  const { name } = member
  await closeAfterPassword({ id: String(member._id), name }, 'access.passwordReset', kept)
}

function asked(token: string) {
  return { 'reset.hash': hashToken(token), 'reset.expiresAt': { $gt: new Date() } }
}

function hashToken(token: string) {
  return createHash('sha256').update(token).digest('base64url')
}
