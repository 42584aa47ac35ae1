import { z } from 'zod'
import {
  blankAsMissing,
  line,
  list,
  pageQuery,
  requiredLine,
  text,
} from '../platform/http/parse.ts'

/** `personal`, `public`, `network`, or a group's audience. */
const sharing = z.string().regex(/^(personal|public|network|group:[a-z0-9-]{1,100})$/)

const ticked = z
  .union([z.boolean(), z.stringbool()])
  .optional()
  .transform(value => value ?? false)

export const collectionForm = z
  .object({
    title: requiredLine(120),
    summary: blankAsMissing(text(2_000).default('')),
    audience: blankAsMissing(sharing.default('personal')),
    official: blankAsMissing(ticked),
  })
  .transform(({ audience, ...rest }) => ({
    ...rest,
    personal: audience === 'personal',
    // Should it be shared one day, then with members first.
    audience: audience === 'personal' ? 'network' : audience,
  }))

export type CollectionInput = z.output<typeof collectionForm>

const slug = z.string().regex(/^[a-z0-9-]{1,100}$/)

export const itemForm = z.object({ resource: slug, note: blankAsMissing(line(300).default('')) })
export const noteForm = z.object({ note: blankAsMissing(line(300).default('')) })
/** From 1; a form's arrows say where it goes by one. */
export const placeForm = z.object({ place: z.coerce.number().int().min(1).max(10_000) })

/** Each of `order` with the word of the same rank; then one of them a place up or down, or away. */
export const arrangementForm = z.object({
  order: list(slug, 300),
  notes: z.preprocess(
    value => (value === undefined ? [] : [value].flat()),
    z.array(line(300)).max(300),
  ),
  move: blankAsMissing(
    z
      .string()
      .regex(/^[a-z0-9-]{1,100}:-?1$/)
      .optional(),
  ),
  remove: blankAsMissing(slug.optional()),
})
export type Arrangement = z.output<typeof arrangementForm>

export const collectionsQuery = pageQuery
