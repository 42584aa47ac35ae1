import { Draft, type DraftRecord } from '../../../models/draft.ts'
import { Resource } from '../../../models/resource.ts'
import type { Language } from '../../platform/i18n/index.ts'
import type { Viewer } from '../../platform/who/viewer.ts'
import { canEdit, canRead } from '../policy.ts'
import { presentDraft } from './presenter.ts'

/** A member's own drafts, the last one first. */
export async function draftsOf(viewer: Viewer, language: Language) {
  const drafts = await Draft.find({ member: viewer.id })
    .sort({ updatedAt: -1 })
    .limit(100)
    .lean<DraftRecord[]>()
  const subjects = await subjectsOf(drafts, viewer)
  return drafts.map(one => presentDraft(one, subjects.get(String(one.resource)), language))
}

export async function presentedDraft(draft: DraftRecord, viewer: Viewer, language: Language) {
  const subjects = await subjectsOf([draft], viewer)
  return presentDraft(draft, subjects.get(String(draft.resource)), language)
}

/** What the drafts change; what their writer may no more change is not named. */
async function subjectsOf(drafts: readonly DraftRecord[], viewer: Viewer) {
  const ids = drafts.flatMap(({ resource }) => resource ?? [])
  if (ids.length === 0) return new Map<string, { title: string; slug: string }>()
  const fields = 'title slug state audience author waiting'
  const resources = await Resource.find({ _id: { $in: ids } }, fields).lean()
  const theirs = resources.filter(one => canRead(viewer, one) && canEdit(viewer, one))
  return new Map(theirs.map(one => [String(one._id), one]))
}
