import { Member, type MemberRecord } from '../../../models/member.ts'
import { Space } from '../../../models/space.ts'
import { MOMENTS } from '../../../models/words/member.ts'
import { themeKey } from '../../platform/content/themes.ts'
import { PAGE_SIZE, pagerOf } from '../../platform/http/lists.ts'
import { remember } from '../../platform/memory.ts'
import { found } from '../../platform/who/current.ts'
import type { Viewer } from '../../platform/who/viewer.ts'
import type { Wanted } from './help-forms.ts'

type Found = Pick<MemberRecord, '_id' | 'name' | 'help'> & { km: number | undefined }

/** More volunteers than any network has. */
const MOST_FOUND = 2_000
const EARTH_KM = 6_371

/**
 * One page of the volunteers who want to be found, the nearest first: who know this, are free that day,
 * and live as near to the space as both sides accept.
 */
export async function volunteersFor(viewer: Viewer, wanted: Wanted, page: number, address: string) {
  const distances = await distancesFor(viewer, wanted)
  const known = await matching(wanted, distances)
  const pager = pagerOf(page, known.length, address)
  const shown = known.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
  const records = await Member.find({ _id: { $in: shown.map(({ _id }) => _id) } }).lean()
  const byId = new Map(records.map(record => [String(record._id), record]))
  const items = shown.flatMap(({ _id, km }) => {
    const member = byId.get(String(_id))
    return member ? [{ member, km }] : []
  })
  return { items, total: known.length, pager }
}

async function matching(
  { competence, jour, rayon }: Wanted,
  distances: Map<string, number>,
): Promise<Found[]> {
  const near = [...distances].filter(([, km]) => km <= (rayon ?? Number.POSITIVE_INFINITY))
  const volunteers = await Member.find(
    {
      ...{ 'help.found': true, role: 'volunteer', state: 'active' },
      ...(competence ? { 'help.keys': themeKey(competence) } : {}),
      ...(jour ? { 'help.times': { $in: MOMENTS.map(moment => `${jour}-${moment}`) } } : {}),
      ...(rayon ? { 'help.near': { $in: near.map(([id]) => id) } } : {}),
    },
    'name help',
  )
    .limit(MOST_FOUND)
    .lean()
  return volunteers
    .map(one => ({ ...one, km: distances.get(String(one.help?.near)) }))
    .filter(({ km, help }) => !rayon || km === undefined || km <= (help?.radiusKm ?? 0))
    .sort((a, b) => (a.km ?? EARTH_KM) - (b.km ?? EARTH_KM) || a.name.localeCompare(b.name, 'fr'))
}

/** From the space of the address, or the member's own, to each other one. */
async function distancesFor(viewer: Viewer, { lieu }: Wanted) {
  const points = await pointsOfSpaces()
  const origin = lieu
    ? found(points.find(({ slug }) => slug === lieu))
    : points.find(({ id }) => id === viewer.space)
  if (!origin) return new Map<string, number>()
  return new Map(points.map(point => [point.id, kilometresBetween(origin, point)]))
}

type Point = { id: string; slug: string; latitude: number; longitude: number }

/** Where each space is. A space without coordinates is nowhere, so far as distances go. */
function pointsOfSpaces(): Promise<Point[]> {
  return remember(['spaces'], 'space points', async () => {
    const spaces = await Space.find({}, 'slug latitude longitude').sort({ sortKey: 1 }).lean()
    return spaces.flatMap(({ _id, slug, latitude, longitude }) =>
      typeof latitude === 'number' && typeof longitude === 'number'
        ? [{ id: String(_id), slug, latitude, longitude }]
        : [],
    )
  })
}

/** As the crow flies (haversine). */
export function kilometresBetween(
  a: Pick<Point, 'latitude' | 'longitude'>,
  b: Pick<Point, 'latitude' | 'longitude'>,
) {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2
  const across = Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude))
  const chord = half(a.latitude, b.latitude) + across * half(a.longitude, b.longitude)
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(chord)))
}
