import { AuditEntry, type AuditEntryRecord } from '../../models/audit-entry.ts'
import { Member } from '../../models/member.ts'

type Named = Pick<
  AuditEntryRecord,
  'actor' | 'actorName' | 'targetKind' | 'targetId' | 'targetLabel'
>

/**
 * Entries with the names that their people have today. Whoever left is « ancien membre », also where
 * an entry of before still holds a name.
 */
export async function withNames<E extends Named>(
  entries: readonly E[],
  former: string,
): Promise<E[]> {
  const ids = entries.flatMap(({ actor, targetKind, targetId }) =>
    targetKind === 'member' ? [actor, targetId] : [actor],
  )
  const names = await namesOf([...new Set(ids)].filter(isId), former)
  return entries.map(entry => ({
    ...entry,
    actorName: names.get(entry.actor) ?? entry.actorName,
    targetLabel: (entry.targetKind === 'member' && names.get(entry.targetId)) || entry.targetLabel,
  }))
}

async function namesOf(ids: string[], former: string) {
  const members = await Member.find({ _id: { $in: ids } }, 'name').lean()
  const names = new Map(members.map(({ _id, name }) => [String(_id), name]))
  const gone = ids.filter(id => !names.has(id))
  for (const { targetId } of await leftAmong(gone)) names.set(targetId, former)
  return names
}

function leftAmong(ids: string[]) {
  if (ids.length === 0) return []
  return AuditEntry.find({ act: 'member.left', targetId: { $in: ids } }, 'targetId').lean()
}

function isId(id: string) {
  return /^[0-9a-f]{24}$/.test(id)
}
