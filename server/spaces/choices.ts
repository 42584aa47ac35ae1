import { Space } from '../../models/space.ts'
import { remember } from '../platform/memory.ts'

/** Every space as a choice of a form, in the order of communes. */
export function spaceChoices() {
  return remember(['spaces'], 'space choices', async () => {
    const spaces = await Space.find({}, 'slug name commune').sort({ sortKey: 1 }).lean()
    return spaces.map(({ slug, name, commune }) => ({ value: slug, label: `${commune}, ${name}` }))
  })
}
