import { AuditEntry, type AuditEntryRecord } from '../../models/audit-entry.ts'
import { type Verdict, walk } from '../../server/platform/audit/chain.ts'

/** Walks the whole log of the hub under test, oldest first, up to its first break. */
export function verifyChain(): Promise<Verdict> {
  return walk(AuditEntry.find().sort({ seq: 1 }).lean<AuditEntryRecord>().cursor())
}
