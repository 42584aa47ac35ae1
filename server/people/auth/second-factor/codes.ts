import { createHash, randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

/** What every application makes of a secret: SHA-1, six digits, half a minute (RFC 6238). */
const SETTINGS = { algorithm: 'SHA1', digits: 6, period: 30 } as const
const RECOVERY_CODES = 10
const RECOVERY_LENGTH = 16
/** Without I, L, O and U, which are read for others. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'

export function newSecret() {
  return new Secret({ size: 20 }).base32
}

/** What the QR code says to the application. */
export function keyUri(secret: string, issuer: string, label: string) {
  return new TOTP({ ...SETTINGS, issuer, label, secret: Secret.fromBase32(secret) }).toString()
}

/** The half minute that this code belongs to, now or just beside; undefined for any other code. */
export function stepOf(secret: string, code: string, now = Date.now()): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined
  const totp = new TOTP({ ...SETTINGS, secret: Secret.fromBase32(secret) })
  const delta = totp.validate({ token: code, timestamp: now, window: 1 })
  return delta === null ? undefined : Math.floor(now / 1000 / SETTINGS.period) + delta
}

/** Ten codes of 80 random bits each, in four groups. */
export function newRecoveryCodes() {
  return Array.from({ length: RECOVERY_CODES }, () =>
    [...randomBytes(RECOVERY_LENGTH)]
      .map(byte => LETTERS.charAt(byte % LETTERS.length))
      .join('')
      .replace(/.{4}(?=.)/g, '$&-'),
  )
}

/** Whatever stands between the groups; undefined when it is no recovery code. So many random bits need no salt. */
export function recoveryHash(code: string): string | undefined {
  const letters = code
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/o/g, '0')
    .replace(/[il]/g, '1')
  if (letters.length !== RECOVERY_LENGTH) return undefined
  return createHash('sha256').update(letters).digest('base64url')
}
