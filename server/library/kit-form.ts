import type { Response } from 'express'
import { Space } from '../../models/space.ts'
import { remember } from '../platform/memory.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'
import { addressOf, type Filters } from './filters.ts'
import { MOST } from './kit.ts'

/** What the list's form asks about one's kit, and the address that begins with the machines of the reader's space. */
export async function kitForm(filters: Filters, viewer: Viewer | Visitor, res: Response) {
  const { pc, minutes, personnes } = filters.kit
  const { t } = res.locals
  return {
    fields: [
      { name: 'pc', label: t('library.kit.pc'), value: pc, most: MOST.pc },
      { name: 'minutes', label: t('library.kit.minutes'), value: minutes, most: MOST.minutes },
      { name: 'personnes', label: t('library.kit.people'), value: personnes, most: MOST.personnes },
    ],
    space: await kitOfSpace(filters, viewer),
  }
}

async function kitOfSpace(filters: Filters, viewer: Viewer | Visitor) {
  const space = viewer?.space && (await spaceNamed(viewer.space))
  if (!space) return undefined
  const pc = space.services.includes('computers') ? (space.computers ?? undefined) : 0
  if (pc === undefined) return undefined
  return { name: space.name, url: addressOf({ ...filters, kit: { ...filters.kit, pc } }) }
}

function spaceNamed(id: string) {
  return remember(['spaces'], `kit of ${id}`, () =>
    Space.findById(id, 'name services computers').lean(),
  )
}
