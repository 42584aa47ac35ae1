import { hash, verify } from '@node-rs/argon2'

/** Argon2id with OWASP's parameters (19 MiB, 2 passes): some 20 ms on a small machine. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export function hashPassword(password: string) {
  return hash(password.normalize('NFC'), OPTIONS)
}

/** Takes the same time whether or not there is an account: without one, a hash of nothing is checked. */
export async function verifyPassword(passwordHash: string | undefined, password: string) {
  const matches = await verify(passwordHash ?? (await nobody), password.normalize('NFC'))
  return matches && passwordHash !== undefined
}

const nobody = hashPassword('nobody has this password')

/** Whether this hash was made with other parameters than today's: a sign-in is the moment to make it anew. */
export function isDated(passwordHash: string) {
  const { memoryCost, timeCost, parallelism } = OPTIONS
  return !passwordHash.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`)
}
