import type { DraftRecord } from '../../../models/draft.ts'
import { presentAttachment } from '../../platform/attachments/present.ts'
import type { Language } from '../../platform/i18n/index.ts'
import { formatAgo } from '../../platform/time/format.ts'

/** Where a draft's own things are; one of a resource is read in that resource's form. */
export function draftUrl({ _id }: Pick<DraftRecord, '_id'>) {
  return `/ressources/brouillons/${_id}`
}

type Subject = { title: string; slug: string } | undefined

export function presentDraft(draft: DraftRecord, subject: Subject, language: Language) {
  const { _id, title, values, baseVersion, turn, createdAt, updatedAt } = draft
  return {
    id: String(_id),
    url: subject ? `/ressources/${subject.slug}/modifier` : draftUrl(draft),
    title,
    resource: subject ? { title: subject.title, url: `/ressources/${subject.slug}` } : null,
    values,
    baseVersion: baseVersion ?? null,
    turn,
    attachments: presentFiles(draft),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    saved: formatAgo(updatedAt, new Date(), language),
  }
}

export function presentFiles(draft: DraftRecord) {
  return draft.attachments.map(one => presentAttachment(one, `${draftUrl(draft)}/pieces-jointes`))
}
