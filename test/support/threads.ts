import type { Types } from 'mongoose'
import { Category } from '../../models/category.ts'
import { openThread, postReply } from '../../server/threads/actions.ts'

type Writing = { id: string }
let count = 0

export function aCategory(overrides: Partial<{ slug: string; name: string; order: number }> = {}) {
  const n = ++count
  return Category.create({
    slug: `rayon-${n}`,
    name: `Rayon ${n}`,
    nameEn: `Shelf ${n}`,
    order: n,
    ...overrides,
  })
}

export function aThread(author: Writing, overrides: Partial<{ title: string; body: string }> = {}) {
  const n = ++count
  return openThread(author, {
    title: `Une question ${n}`,
    body: `Comment faire pour la question ${n} ?`,
    category: undefined,
    clientId: undefined,
    ...overrides,
  })
}

export function aReply(
  thread: { _id: Types.ObjectId },
  author: Writing,
  body = `Réponse ${++count}`,
) {
  return postReply(thread, author, { body, clientId: undefined })
}

/** Several replies, one after the other. */
export async function replies(thread: { _id: Types.ObjectId }, author: Writing, howMany: number) {
  for (let n = 1; n <= howMany; n++) await aReply(thread, author)
}
