import { AuditEntry } from '../../../models/audit-entry.ts'
import { ReadMark } from '../../../models/read-mark.ts'
import { FEW, type PersonalData } from './personal-data.ts'

/** What the platform itself holds of a member: how far they read, and what the log says that they did. */
export const ownTraces: PersonalData = {
  records: {
    lectures: member => ReadMark.find({ member }, '-__v -member').lean().cursor(FEW),
    journal: member =>
      AuditEntry.find({ actor: String(member) }, 'seq at act targetKind targetId')
        .lean()
        .cursor(FEW),
  },
  async erase({ _id: member }) {
    await ReadMark.deleteMany({ member })
  },
}
