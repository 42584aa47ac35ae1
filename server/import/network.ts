import type { Types } from 'mongoose'
import type { z } from 'zod'
import { Category } from '../../models/category.ts'
import { Territory } from '../../models/territory.ts'
import { check } from '../platform/http/parse.ts'
import { changeSettings } from '../platform/network/settings.ts'
import { createSpace } from '../spaces/actions.ts'
import { spaceForm } from '../spaces/forms.ts'
import type { networkFile, spaceRow } from './shapes.ts'

/** The network's settings, its categories and its territories. */
export async function importNetwork(network: z.output<typeof networkFile>) {
  const { name, tagline, region, categories, territories } = network
  await changeSettings({ name, tagline, region, installedAt: new Date() })
  await Category.insertMany(categories.map((category, order) => ({ ...category, order })))
  await Territory.insertMany(territories)
}

/** Each space under its own slug; answers their ids. */
export async function importSpaces(rows: z.output<typeof spaceRow>[]) {
  const spaces = new Map<string, Types.ObjectId>()
  for (const { slug, ...row } of rows) {
    spaces.set(slug, (await createSpace(check(spaceForm, row), { slug }))._id)
  }
  return spaces
}
