import { createHash } from 'node:crypto'
import type { AuditEntryRecord } from '../../../models/audit-entry.ts'

/** What the first entry names as the one before it. */
export const GENESIS = '0'.repeat(64)

export type Hashed = Omit<AuditEntryRecord, '_id' | 'hash'>
export type Break = { seq: number; reason: string }

/** JSON with sorted keys and no spaces: the same matter is always the same text. */
export function canonical(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value.toISOString())
  if (Array.isArray(value)) return `[${value.map(one => canonical(one ?? null)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).filter(([, inner]) => inner !== undefined)
    pairs.sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${pairs.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
  }
  return JSON.stringify(value ?? null) ?? 'null'
}

/** The hash of an entry: SHA-256 of the hash before it and of the entry as canonical JSON. */
export function hashOf({ previous, ...entry }: Hashed): string {
  const { seq, at, actor, actorName, act, targetKind, targetId, targetLabel, details } = entry
  const facts = { seq, at, actor, actorName, act, targetKind, targetId, targetLabel, details }
  return createHash('sha256')
    .update(`${previous}\n${canonical(facts)}`)
    .digest('hex')
}

/** What is wrong with `entry` after `last`; undefined when it continues the chain. */
export function breakAt(
  entry: AuditEntryRecord,
  last: { seq: number; hash: string },
): Break | undefined {
  const expected = last.seq + 1
  if (entry.seq !== expected)
    return { seq: expected, reason: `missing: the next entry is number ${entry.seq}` }
  if (entry.previous !== last.hash)
    return { seq: entry.seq, reason: 'it does not continue the entry before it' }
  if (entry.hash !== hashOf(entry))
    return { seq: entry.seq, reason: 'its content is not what was written' }
  return undefined
}

export type Verdict = {
  count: number
  /** The end of the chain as far as it holds: kept elsewhere, it shows later that nothing was cut off. */
  last: { seq: number; hash: string }
  broken: Break | undefined
}

/** Entries in the order of their numbers, up to the first break. `progress` hears of each one that holds. */
export async function walk(
  entries: AsyncIterable<AuditEntryRecord>,
  progress: (last: Verdict['last']) => void = () => {},
): Promise<Verdict> {
  let last = { seq: 0, hash: GENESIS }
  for await (const entry of entries) {
    const broken = breakAt(entry, last)
    if (broken) return { count: last.seq, last, broken }
    last = { seq: entry.seq, hash: entry.hash }
    progress(last)
  }
  return { count: last.seq, last, broken: undefined }
}
