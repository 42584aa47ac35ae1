import { Decision } from '../../models/decision.ts'
import { EditTrace } from '../../models/edit-trace.ts'
import type { MemberRecord } from '../../models/member.ts'
import { ModerationCase } from '../../models/moderation-case.ts'
import { Report } from '../../models/report.ts'
import { Submission } from '../../models/submission.ts'
import { FEW, INNER, type PersonalData } from '../platform/content/personal-data.ts'

export const moderationData: PersonalData = {
  records: {
    'en-attente': author => Submission.find({ author }, INNER).lean().cursor(FEW),
    signalements: reporter => Report.find({ reporter }, '-__v').lean().cursor(FEW),
    decisions: author => Decision.find({ author }, '-__v -by').lean().cursor(FEW),
    modifications: author => EditTrace.find({ author }, '-__v -editor').lean().cursor(FEW),
  },
  erase,
}

/** What waited, was reported and was decided of them. */
async function erase({ _id: author }: MemberRecord, keep: boolean) {
  // Nobody is left to publish it for, or to answer.
  await Submission.deleteMany({ author })
  await EditTrace.deleteMany({ author })
  await ModerationCase.deleteMany({ kind: 'member', target: author })
  await Decision.deleteMany({ kind: 'member', target: author })
  if (keep) return
  await ModerationCase.updateMany({ author }, { $unset: { seen: 1 } })
  await Decision.deleteMany({ author })
  await Report.updateMany({ reporter: author }, { $set: { word: '' } })
}
