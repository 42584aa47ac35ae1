import { Space } from '../../../models/space.ts'
import { Invalid } from '../../platform/errors.ts'
import { remember } from '../../platform/memory.ts'

/** Every space as a choice of a form, in the order of communes. */
export function spaceChoices() {
  return remember(['spaces'], 'space choices', async () => {
    const spaces = await Space.find({}, 'slug name commune').sort({ sortKey: 1 }).lean()
    return spaces.map(({ slug, name, commune }) => ({ value: slug, label: `${commune}, ${name}` }))
  })
}

/** The space of a form's field; Invalid there when the directory has none. */
export async function spaceIdOf(slug: string | undefined, field = 'space') {
  if (!slug) return undefined
  const space = await Space.exists({ slug })
  if (!space) throw new Invalid({ [field]: 'invalid.unknownSpace' })
  return space._id
}
