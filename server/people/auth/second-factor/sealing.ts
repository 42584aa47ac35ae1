import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Types } from 'mongoose'
import { SecondFactor } from '../../../../models/second-factor.ts'
import { log } from '../../../platform/log.ts'
import { services } from '../../../platform/services.ts'

const SEALED = 'v1'
const IV_BYTES = 12

/** The key of the secrets in the store: HKDF-SHA-256 of the hub's own secret, which is not in the store. */
export function sealingKeyOf(secret: string) {
  return Buffer.from(hkdfSync('sha256', secret, '', 'rouedad second factor v1', 32))
}

/** AES-256-GCM: `v1.IV.TAG.WORDS`, in base64url. Sealed for one member, it opens for no other. */
export function seal(words: string, member: string) {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', services().sealingKey, iv)
  cipher.setAAD(Buffer.from(member))
  const sealed = Buffer.concat([cipher.update(words, 'utf8'), cipher.final()])
  return [
    SEALED,
    ...[iv, cipher.getAuthTag(), sealed].map(part => part.toString('base64url')),
  ].join('.')
}

/** Undefined when it was sealed with another key or for another member, or was changed. */
export function unseal(sealed: string, member: string): string | undefined {
  const [version, ...parts] = sealed.split('.')
  const [iv, tag, words] = parts.map(part => Buffer.from(part, 'base64url'))
  if (version !== SEALED || !iv || !tag || !words) return undefined
  try {
    const options = { authTagLength: 16 }
    const decipher = createDecipheriv('aes-256-gcm', services().sealingKey, iv, options)
    decipher.setAAD(Buffer.from(member)).setAuthTag(tag)
    return Buffer.concat([decipher.update(words), decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}

/** The secret of a member's application. One that was written before they were sealed is sealed now. */
export async function secretOf(factor: { _id: Types.ObjectId; secret: string }) {
  const { secret } = factor
  const member = String(factor._id)
  if (/^[A-Z2-7]+=*$/.test(secret)) {
    await SecondFactor.updateOne(
      { _id: factor._id, secret },
      { $set: { secret: seal(secret, member) } },
    )
    return secret
  }
  const opened = unseal(secret, member)
  if (!opened) log.error({ member }, 'a second factor was sealed with another SESSION_SECRET')
  return opened
}
