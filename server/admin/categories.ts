import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { Category, type CategoryRecord } from '../../models/category.ts'
import { Thread } from '../../models/thread.ts'
import { TONES } from '../../models/words/category.ts'
import { record } from '../platform/audit/record.ts'
import { createWithSlug } from '../platform/content/slugs.ts'
import { Conflict } from '../platform/errors.ts'
import { blankAsMissing, line, objectId, parse, requiredLine } from '../platform/http/parse.ts'
import {
  againOnInvalid,
  changed,
  created,
  removed,
  respond,
  startForm,
  wantsJson,
} from '../platform/http/respond.ts'
import { found, signedIn } from '../platform/who/current.ts'
import { categories, threadCounts } from '../threads/categories.ts'

/** `/administration/categories`: the shelves where discussions stand. Mounted for administrators only. */
export const categoryRoutes = Router()

const ADDRESS = '/administration/categories'

export const categoryForm = z.object({
  name: requiredLine(60),
  nameEn: line(60).default(''),
  description: line(200).default(''),
  descriptionEn: line(200).default(''),
  tone: z.enum(TONES).default('sea'),
  order: blankAsMissing(z.coerce.number().int().min(0).max(1000).optional()),
})

categoryRoutes.get('/', showCategories)

categoryRoutes.post('/', againOnInvalid(showCategories), async (req, res) => {
  const { order, ...input } = parse(categoryForm, req)
  const last = (await categories()).at(-1)?.order ?? -1
  const category = await createWithSlug(Category, input.name, slug =>
    Category.create({ ...input, slug, order: order ?? last + 1 }),
  )
  await record(signedIn(req), 'category.added', targetOf(category))
  if (wantsJson(req)) created(req, res, present(category.toObject(), 0))
  else changed(req, res, { url: ADDRESS }, 'categoryAdded')
})

categoryRoutes.get('/:id', async (req, res) => showCategory(req, res))

categoryRoutes.post('/:id', againOnInvalid(showCategory), async (req, res) => {
  const { order, ...input } = parse(categoryForm, req)
  const $set = order === undefined ? input : { ...input, order }
  const filter = { _id: (await categoryFor(req))._id }
  const edited = await Category.findOneAndUpdate(filter, { $set }, { returnDocument: 'after' })
  await record(signedIn(req), 'category.changed', targetOf(found(edited)), $set)
  changed(req, res, { ...present(found(edited).toObject()), url: ADDRESS }, 'saved')
})

categoryRoutes.post('/:id/suppression', async (req, res) => {
  const category = await categoryFor(req)
  const { _id } = category
  if (await Thread.exists({ category: _id })) throw new Conflict('categoryUsed')
  await Category.deleteOne({ _id })
  await record(signedIn(req), 'category.removed', targetOf(category))
  removed(req, res, ADDRESS, 'categoryRemoved')
})

async function showCategories(req: Request, res: Response) {
  const counts = await threadCounts(signedIn(req))
  const items = (await categories()).map(one => present(one, counts.get(String(one._id)) ?? 0))
  startForm(res, { tone: 'sea', order: (items.at(-1)?.order ?? -1) + 1 })
  await respond(req, res, {
    view: 'admin/categories',
    data: { items, total: items.length, next: null },
    also: { tones: toneChoices(res) },
    page: { title: res.locals.t('admin.categoriesTitle'), nav: 'administration' },
  })
}

async function showCategory(req: Request, res: Response) {
  const category = await categoryFor(req)
  const counts = await threadCounts(signedIn(req))
  const data = present(category, counts.get(String(category._id)) ?? 0)
  startForm(res, data)
  await respond(req, res, {
    view: 'admin/category',
    data,
    also: { tones: toneChoices(res) },
    page: { title: data.name, nav: 'administration' },
  })
}

async function categoryFor(req: Request) {
  const id = found(objectId.safeParse(req.params.id).data)
  return found((await categories()).find(({ _id }) => String(_id) === id))
}

function targetOf({ _id, name }: Pick<CategoryRecord, '_id' | 'name'>) {
  return { kind: 'category', id: _id, label: name }
}

function present(category: CategoryRecord, threads?: number) {
  const { _id, slug, name, nameEn, description, descriptionEn, tone, order } = category
  const id = String(_id)
  const words = { name, nameEn, description, descriptionEn }
  return { id, url: `${ADDRESS}/${id}`, slug, ...words, tone, order, threads }
}

function toneChoices(res: Response) {
  return TONES.map(tone => ({ value: tone, label: res.locals.t(`threads.tone.${tone}`) }))
}
