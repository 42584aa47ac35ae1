import { createHash } from 'node:crypto'

const MODULUS = 1n << 256n

export type Digest = { count: number; sum: bigint }

/** Whatever the order in which documents come, the same documents have the same digest: the sum of their SHA-256. */
export async function digestOf(
  documents: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  tell: (count: number) => void,
): Promise<Digest> {
  let count = 0
  let sum = 0n
  for await (const bytes of documents) {
    sum = (sum + BigInt(`0x${createHash('sha256').update(bytes).digest('hex')}`)) % MODULUS
    tell(++count)
  }
  return { count, sum }
}
