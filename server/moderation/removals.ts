import { record } from '../platform/audit/record.ts'
import { type Thing, targetOf } from '../platform/content/thing.ts'

/** Whoever takes back something of their own owes nobody a word; of somebody else's, it is in the log. */
export async function noteRemoval(thing: Thing, by: { id: string; name: string }) {
  if (thing.author === by.id) return
  await record(by, 'content.removed', targetOf(thing))
}
