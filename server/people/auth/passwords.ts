import { hash, verify } from '@node-rs/argon2'

/** Argon2id with OWASP's parameters (19 MiB, 2 passes): some 20 ms on a small machine. */
export const HASH_COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
let cost = HASH_COST

/** For tests, which hash a thousand passwords that protect nobody. */
export function useHashCost(other: typeof HASH_COST) {
  cost = other
  nobody = undefined
}

export function hashPassword(password: string) {
  return hash(password.normalize('NFC'), cost)
}

/** Takes the same time whether or not there is an account: without one, a hash of nothing is checked. */
export async function verifyPassword(passwordHash: string | undefined, password: string) {
  nobody ??= hashPassword('nobody has this password')
  const matches = await verify(passwordHash ?? (await nobody), password.normalize('NFC'))
  return matches && passwordHash !== undefined
}

let nobody: Promise<string> | undefined

/** Whether this hash was made with other parameters than today's: a sign-in is the moment to make it anew. */
export function isDated(passwordHash: string) {
  const { memoryCost, timeCost, parallelism } = cost
  return !passwordHash.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`)
}
