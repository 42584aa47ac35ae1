import { Territory, type TerritoryRecord } from '../../../models/territory.ts'
import { remember } from '../../platform/memory.ts'

/** Every territory by its id, in the order of their names. */
export function territoriesById(): Promise<Map<string, TerritoryRecord>> {
  return remember(['territories'], 'territories', async () => {
    const territories = await Territory.find().sort({ name: 1 }).lean()
    return new Map(territories.map(territory => [String(territory._id), territory]))
  })
}
