import { z } from 'zod'
import { Category } from '../../models/category.ts'
import { Thread, type ThreadRecord } from '../../models/thread.ts'
import { actFields, moderationAct } from '../platform/content/moderation-act.ts'
import type { Thing } from '../platform/content/thing.ts'
import { Invalid } from '../platform/errors.ts'
import { line, objectId } from '../platform/http/parse.ts'
import type { Language } from '../platform/i18n/index.ts'
import { found } from '../platform/who/current.ts'
import { lockThread } from './actions.ts'
import { categories, presentCategory } from './categories.ts'
import { mergeThread } from './merging.ts'

/** Puts a discussion into another category. */
export const move = moderationAct({
  path: 'deplacement',
  operation: { id: 'moveThread', example: { category: 'entraide' } },
  fromInside: true,
  form: z.object({ ...actFields, category: line(80).min(1) }),
  check: (_thing, { category }) => shelfOf(category),
  async perform({ id }, { category }) {
    const shelf = await shelfOf(category)
    await Thread.updateOne({ _id: id }, { $set: { category: shelf._id } })
    return { act: 'moved', entry: 'thread.moved', details: { category: shelf.name } }
  },
})

/** Puts a discussion at the end of another, named by its id or its address as one copies it. */
export const merge = moderationAct({
  path: 'fusion',
  operation: {
    id: 'mergeThread',
    example: { into: '/discussions/6b028d41b54951a75386322c' },
  },
  fromInside: true,
  form: z.object({
    ...actFields,
    into: line(300)
      .transform(value => /([0-9a-f]{24})\/?(?:[?#].*)?$/.exec(value)?.[1] ?? '')
      .pipe(objectId),
  }),
  check: threadOf,
  async perform(thing, { into }) {
    const target = await mergeThread(await threadOf(thing), into)
    return { act: 'merged', entry: 'thread.merged', details: { into, title: target.title } }
  },
})

export const lock = moderationAct({
  path: 'verrou',
  operation: { id: 'closeThread', example: { locked: true } },
  form: z.object({
    ...actFields,
    locked: z
      .union([z.boolean(), z.stringbool()])
      .optional()
      .transform(value => value ?? true),
  }),
  async perform(thing, { locked }) {
    await lockThread(await threadOf(thing), locked)
    return locked
      ? { act: 'locked', entry: 'thread.locked' }
      : { act: 'unlocked', entry: 'thread.unlocked' }
  },
})

/** The categories that it can be put into, and whether it is locked. */
export async function actChoices({ id }: Thing, language: Language) {
  const [shelves, thread] = await Promise.all([categories(), Thread.findById(id, 'locked').lean()])
  return {
    shelves: shelves.map(one => {
      const { slug, name } = presentCategory(one, language)
      return { value: slug, label: name }
    }),
    locked: Boolean(thread?.locked),
  }
}

async function shelfOf(slug: string) {
  const shelf = await Category.findOne({ slug }, 'name').lean()
  if (!shelf) throw new Invalid({ category: 'invalid.unknownCategory' })
  return shelf
}

async function threadOf({ id }: Thing): Promise<ThreadRecord> {
  return found(await Thread.findById(id).lean<ThreadRecord>())
}
