import { createHash, randomBytes } from 'node:crypto'
import { Types } from 'mongoose'
import { OneTimeLink } from '../../../../models/one-time-link.ts'
import type { LinkKind } from '../../../../models/words/one-time-link.ts'
import { Invalid } from '../../../platform/errors.ts'

export const LINK_MINUTES = 15

type About = { kind: LinkKind; member?: Types.ObjectId; binding?: string }

/** The token of a link that works once, for fifteen minutes. */
export async function makeLink({ kind, member, binding }: About) {
  const token = randomBytes(32).toString('base64url')
  await OneTimeLink.create({
    ...{ _id: hashOf(token), kind },
    ...(member ? { member } : {}),
    ...(binding ? { binding: hashOf(binding) } : {}),
    expiresAt: new Date(Date.now() + LINK_MINUTES * 60_000),
  })
  return token
}

/** What the token was made for; it is worth nothing from now on. Throws Invalid when it was not, or too late. */
export async function useLink(kind: LinkKind, token: string, binding?: string) {
  const link = await OneTimeLink.findOneAndDelete({
    _id: hashOf(token),
    kind,
    expiresAt: { $gt: new Date() },
    ...(binding ? { binding: hashOf(binding) } : { binding: { $exists: false } }),
  }).lean()
  if (!link) throw new Invalid({ form: 'security.linkOver' })
  return link
}

/** None of the links sent to this member works any more. */
export async function dropLinks(member: string) {
  await OneTimeLink.deleteMany({ member: new Types.ObjectId(member) })
}

function hashOf(text: string) {
  return createHash('sha256').update(text).digest('base64url')
}
