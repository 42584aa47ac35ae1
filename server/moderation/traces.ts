import { EditTrace, type EditTraceRecord } from '../../models/edit-trace.ts'
import { record } from '../platform/audit/record.ts'
import { type Thing, targetOf } from '../platform/content/thing.ts'
import { decide } from './decisions.ts'

type Editor = { id: string; name: string }
type Words = { title?: string | undefined; body: string }

/**
 * What stood before and what stands now. When somebody else than the author changed it, the author is
 * told, and it is in the log.
 */
export async function noteEdit(thing: Thing, editor: Editor, after: Words) {
  const before = { title: thing.title, body: thing.body }
  const now = { title: after.title ?? '', body: after.body }
  if (before.title === now.title && before.body === now.body) return
  const { kind, id, author } = thing
  await new EditTrace({
    ...{ kind, target: id, author, editor: editor.id, before, after: now, at: new Date() },
  }).save()
  if (author === editor.id) return
  await decide(thing, { act: 'edited', by: editor })
  await record(editor, 'content.edited', targetOf(thing))
}

/** Oldest first. */
export async function tracesOf({ kind, id }: Pick<Thing, 'kind' | 'id'>) {
  return EditTrace.find({ kind, target: id }).sort({ at: 1 }).limit(50).lean<EditTraceRecord[]>()
}
