import { Departure, type DepartureRecord } from '../../../models/departure.ts'
import { remember } from '../../platform/memory.ts'

/** Asked by every request of a member, so it costs no query. */
export function departureOf(member: string) {
  return remember(['departures'], `departure ${member}`, () =>
    Departure.findOne({ member }).lean<DepartureRecord>(),
  )
}

/** Whether they asked to leave and did not come back: meanwhile nothing is done in their name, or sent to them. */
export async function isLeaving(member: string) {
  return (await departureOf(member))?.cause === 'asked'
}
