import { ReadMark } from '../../../models/read-mark.ts'
import type { Readable } from '../../../models/words/read-mark.ts'
import { upsertOnce } from '../database/duplicates.ts'
import { forget, remember, type Topic } from '../memory.ts'

const MOST_MARKS = 2_000

/** How far this member has read each discussion or room, by its id; the most recently read ones. */
export function marksOf(member: string, kind: Readable): Promise<ReadonlyMap<string, number>> {
  return remember([topicOf(member)], `marks ${member} ${kind}`, async () => {
    const marks = await ReadMark.find({ member, kind }, 'target seq')
      .sort({ at: -1 })
      .limit(MOST_MARKS)
      .lean()
    return new Map(marks.map(({ target, seq }) => [String(target), seq]))
  })
}

/** Moves a mark forward, never back. Writes only when there is something newly read. */
export async function markRead(
  member: string,
  kind: Readable,
  target: string,
  seq: number,
  at = new Date(),
) {
  const known = (await marksOf(member, kind)).get(target)
  if (known !== undefined && known >= seq) return
  await raise({ member, kind, target }, seq, at)
  forget(topicOf(member))
}

/** What was read is gone. */
export async function forgetMarks(target: string) {
  await ReadMark.deleteMany({ target })
}

type Place = { member: string; kind: Readable; target: string }

/** Of two first readings at once, from two windows, the second only has to move the mark. */
function raise(place: Place, seq: number, at: Date) {
  const update = { $max: { seq }, $set: { at } }
  return upsertOnce(() => ReadMark.updateOne(place, update, { upsert: true }))
}

function topicOf(member: string): Topic {
  return `marks:${member}`
}
