import { Group } from '../../models/group.ts'
import type { GroupKind } from '../../models/words/group.ts'
import type { Agent } from './agent.ts'

let count = 0

/** Made by this member, who keeps it; others are let in by the store. */
export async function aGroup(
  keeper: Agent,
  kind: GroupKind = 'open',
  others: { id?: unknown; _id?: unknown }[] = [],
): Promise<{ slug: string; url: string; title: string; audience: string; id: string }> {
  const title = `Groupe secret ${++count}`
  const made = await keeper.postJson('/groupes', { title, kind, purpose: 'Pour **avancer**.' })
  if (made.status !== 201) throw new Error(`No group: ${made.status} ${made.text}`)
  const { slug, url, id } = made.body
  const members = others.map(one => String(one._id ?? one.id))
  await Group.updateOne({ slug }, { $addToSet: { members: { $each: members } } })
  return { slug, url, id, title, audience: `group:${slug}` }
}
