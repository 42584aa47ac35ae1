import { AuditEntry } from '../../../models/audit-entry.ts'
import type { Act } from '../../../models/words/audit-entry.ts'
import { inTurn } from '../content/in-turn.ts'
import { retryWhileTaken } from '../database/duplicates.ts'
import { canonical, GENESIS, hashOf } from './chain.ts'

/** Who acts: a member, or nobody when the hub does it by itself. */
export type Actor = { id: string; name: string } | undefined
type Target = { kind: string; id: unknown; label?: string }

/**
 * Writes one act at the end of the log. Details are plain values; whatever sounds like a secret is
 * left out. However many write at once, in however many processes, the chain has one end.
 */
export function record(actor: Actor, act: Act, target: Target, details: object = {}) {
  const facts = {
    actor: actor?.id ?? '',
    // Names are read from the accounts: what is hashed here is never changed, and people may leave.
    actorName: '',
    act,
    targetKind: target.kind,
    targetId: String(target.id),
    targetLabel: NAMELESS.has(target.kind) ? '' : (target.label ?? '').slice(0, 200),
    details: canonical(withoutSecrets(details)),
  }
  return inTurn('audit', () => append(facts))
}

/** Whose label is a person's name or address. */
const NAMELESS: ReadonlySet<string> = new Set(['member', 'invitation'])

type Facts = Parameters<typeof after>[1]

/** Whoever finds the next number taken reads the new end and tries after it. */
export function append(facts: Facts) {
  return retryWhileTaken('seq', async () => {
    const entry = after(await lastEntry(), facts)
    await AuditEntry.create(entry)
    return entry
  })
}

function after(
  last: { seq: number; hash: string } | null,
  facts: {
    actor: string
    actorName: string
    act: Act
    targetKind: string
    targetId: string
    targetLabel: string
    details: string
  },
) {
  const seq = (last?.seq ?? 0) + 1
  const entry = { ...facts, seq, at: new Date(), previous: last?.hash ?? GENESIS }
  return { ...entry, hash: hashOf(entry) }
}

function lastEntry() {
  return AuditEntry.findOne({}, 'seq hash').sort({ seq: -1 }).lean()
}

const SECRET = /pass(word|wd)|secret|token|hash|cookie|authorization/i

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !SECRET.test(key))
      .map(([key, inner]) => [key, withoutSecrets(inner)]),
  )
}
