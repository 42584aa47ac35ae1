import type { AuditEntryRecord } from '../../models/audit-entry.ts'
import type { Language } from '../platform/i18n/index.ts'
import { formatDateTime } from '../platform/time/format.ts'

export function presentEntry(entry: AuditEntryRecord) {
  const { seq, at, actor, actorName, act, targetKind, targetId, targetLabel, hash } = entry
  return {
    id: String(seq),
    url: `/administration/journal?page=1#e${seq}`,
    seq,
    at: at.toISOString(),
    actor: actor ? { id: actor, name: actorName } : null,
    act,
    target: { kind: targetKind, id: targetId, label: targetLabel },
    details: detailsOf(entry),
    hash,
  }
}

/** An entry as a line of the page: the day in words, details as « name : value ». */
export function journalRow(entry: ReturnType<typeof presentEntry>, language: Language) {
  const facts = Object.entries(entry.details).map(([name, value]) => ({
    name,
    value: plain(value),
  }))
  return { ...entry, day: formatDateTime(new Date(entry.at), language), facts }
}

function detailsOf({ details }: AuditEntryRecord): Record<string, unknown> {
  const read: unknown = JSON.parse(details)
  return typeof read === 'object' && read !== null ? { ...read } : {}
}

function plain(value: unknown) {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 199)}…` : text
}
