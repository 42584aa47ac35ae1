import { Decision } from '../../../../models/decision.ts'
import { EditTrace } from '../../../../models/edit-trace.ts'
import type { MemberRecord } from '../../../../models/member.ts'
import { ModerationCase } from '../../../../models/moderation-case.ts'
import { ReadMark } from '../../../../models/read-mark.ts'
import { Report } from '../../../../models/report.ts'
import { SavedSearch } from '../../../../models/saved-search.ts'
import { Submission } from '../../../../models/submission.ts'
import { removeDraftsOf } from '../../../library/drafts/actions.ts'

/** What others' rules keep of them: what they read, waited for, reported, and what was decided of it. */
export async function forgetTraces({ _id: author }: MemberRecord, keep: boolean) {
  await ReadMark.deleteMany({ member: author })
  await SavedSearch.deleteMany({ member: author })
  await removeDraftsOf(author)
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
