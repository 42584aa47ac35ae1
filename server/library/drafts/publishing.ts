import type { AttachmentRecord } from '../../../models/attachment.ts'
import { Draft, type DraftRecord } from '../../../models/draft.ts'
import { dropFiles } from '../../platform/attachments/keep.ts'
import type { Brought } from '../actions.ts'
import type { ResourceInput } from '../forms.ts'
import { draftUrl } from './presenter.ts'

/**
 * Saves with what the draft holds, and the draft is no more. Should the process die in between, the files
 * belong to both for a while: a spent draft never takes them away.
 */
export async function publishWith<T>(
  draft: DraftRecord | undefined,
  input: ResourceInput,
  save: (brought?: Brought) => Promise<T>,
): Promise<T> {
  if (!draft) return save()
  const { _id } = draft
  const { used, unused } = sorted(draft, input)
  await Draft.updateOne({ _id }, { $set: { spent: true } })
  try {
    const saved = await save({ attachments: used, at: slug => movedTo(slug, draft, input) })
    await Draft.deleteOne({ _id })
    await dropFiles(unused)
    return saved
  } catch (failure) {
    await Draft.updateOne({ _id }, { $set: { spent: false } })
    throw failure
  }
}

/** The texts name their pictures where the resource has them. */
function movedTo(slug: string, { _id }: DraftRecord, input: ResourceInput): ResourceInput {
  const moved = (text: string) =>
    text.replaceAll(`${draftUrl({ _id })}/pieces-jointes/`, `/ressources/${slug}/pieces-jointes/`)
  const steps = input.steps.map(step => ({ ...step, body: moved(step.body) }))
  return { ...input, body: moved(input.body), steps }
}

/** A picture that no text names any more was taken away by its writer. */
function sorted({ attachments, pictures }: DraftRecord, { body, steps }: ResourceInput) {
  const text = [body, ...steps.map(step => step.body)].join('\n')
  const isUsed = ({ _id }: AttachmentRecord) =>
    !pictures.some(one => one.equals(_id)) || text.includes(String(_id))
  return { used: attachments.filter(isUsed), unused: attachments.filter(one => !isUsed(one)) }
}
