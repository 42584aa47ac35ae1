import { Rating, type RatingRecord } from '../../../models/rating.ts'
import type { ResourceRecord } from '../../../models/resource.ts'
import { countAgain } from '../../library/tally.ts'
import { createOnce } from '../../platform/content/sent-once.ts'
import { renderMarkdown } from '../../platform/markdown/render.ts'
import type { RatingInput } from './forms.ts'

type Place = Pick<ResourceRecord, '_id'>

/** What a member thinks, once: said again, it takes the place of what they thought before. */
export async function rate(
  member: { id: string },
  { _id: resource }: Place,
  { value, body }: RatingInput,
  at = new Date(),
): Promise<RatingRecord> {
  const key = { resource, member: member.id }
  const html = renderMarkdown(body, { french: true, headingOffset: 3 })
  const known = await change(key, { value, body, html, editedAt: at })
  const saved = known ?? (await first({ ...key, value, body, html, createdAt: at }))
  await countAgain(resource)
  return saved
}

export async function removeRating(member: { id: string }, { _id: resource }: Place) {
  const { deletedCount } = await Rating.deleteOne({ resource, member: member.id })
  if (deletedCount > 0) await countAgain(resource)
  return deletedCount > 0
}

type Key = { resource: ResourceRecord['_id']; member: string }
type Words = { value: number; body: string; html: string }

/** What the moderation hid stays hidden, whatever its author makes of it. */
function change(key: Key, $set: Words & { editedAt: Date }) {
  return Rating.findOneAndUpdate(key, { $set }, { returnDocument: 'after' }).lean<RatingRecord>()
}

async function first(fields: Key & Words & { createdAt: Date }): Promise<RatingRecord> {
  const { resource, member, createdAt: editedAt, ...words } = fields
  const { record } = await createOnce<RatingRecord>({
    create: async () => (await Rating.create(fields)).toObject(),
    same: () => change({ resource, member }, { ...words, editedAt }),
  })
  return record
}
