import type { QueryFilter } from 'mongoose'
import { AuditEntry, type AuditEntryRecord, OF_ONESELF } from '../../models/audit-entry.ts'
import { Member } from '../../models/member.ts'
import { parseLocal } from '../platform/time/format.ts'
import type { JournalQuery } from './forms.ts'

/** Newest first, as the address asks. */
export function entriesFor(query: JournalQuery) {
  return AuditEntry.find(filterOf(query)).sort({ seq: -1 })
}

/** Whoever decided something about others, of today and of before: not all who ever changed their password. */
export async function actors() {
  const others = { actor: { $gt: '' }, act: { $nin: [...OF_ONESELF] } }
  const ids = await AuditEntry.distinct('actor', others)
  const members = await Member.find({ _id: { $in: ids } }, 'name')
    .sort({ name: 1 })
    .lean()
  return members.map(({ _id, name }) => ({ value: String(_id), label: name }))
}

function filterOf({ qui, acte, du, au }: JournalQuery): QueryFilter<AuditEntryRecord> {
  const from = du && midnight(du)
  const to = au && midnight(dayAfter(au))
  return {
    ...(qui ? { actor: qui } : {}),
    ...(acte ? { act: acte } : {}),
    ...(from || to
      ? {
          at: {
            ...(from ? { $gte: from } : {}),
            ...(to ? { $lt: to } : {}),
          },
        }
      : {}),
  }
}

function midnight(day: string) {
  return parseLocal(`${day}T00:00`)
}

/** By the calendar: the days when clocks change are not 24 hours long. */
function dayAfter(day: string) {
  const next = new Date(`${day}T12:00:00Z`)
  next.setUTCDate(next.getUTCDate() + 1)
  return next.toISOString().slice(0, 10)
}
