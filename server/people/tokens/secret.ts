import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/**
 * `rouedad_`, 256 random bits, and a checksum of them: a scanner of published code recognises one
 * without asking anybody, and a mistyped one never reaches the store. Letters and digits only, so that
 * a double click selects it whole.
 */
const PREFIX = 'rouedad_'
const RANDOM_BYTES = 32
const RANDOM_DIGITS = 43
const CHECK_DIGITS = 6
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const SHAPE = new RegExp(`^${PREFIX}([0-9A-Za-z]{${RANDOM_DIGITS}})([0-9A-Za-z]{${CHECK_DIGITS}})$`)

export function newSecret() {
  const random = BigInt(`0x${randomBytes(RANDOM_BYTES).toString('hex')}`)
  const digits = inDigits(random, RANDOM_DIGITS)
  return `${PREFIX}${digits}${checksum(digits)}`
}

export function isSecret(text: string) {
  const [, digits, check] = SHAPE.exec(text) ?? []
  return digits !== undefined && checksum(digits) === check
}

/** 256 random bits need neither salt nor slow hashing. */
export function hashOf(secret: string) {
  return createHash('sha256').update(secret).digest('base64url')
}

function checksum(digits: string) {
  return inDigits(BigInt(crc32(PREFIX + digits)), CHECK_DIGITS)
}

function inDigits(number: bigint, length: number) {
  const base = BigInt(DIGITS.length)
  let text = ''
  for (let rest = number; rest > 0n; rest /= base) text = DIGITS.charAt(Number(rest % base)) + text
  return text.padStart(length, '0')
}
