import { features } from '../features/feature.ts'
import type { Area } from './operation.ts'

/** Everything that programs can ask, in the order of the site's own navigation; features may share an area. */
export function areas(): Area[] {
  const joined = new Map<string, Area>()
  for (const area of features().flatMap(({ api = [] }) => api)) {
    const { name, operations } = typeof area === 'function' ? area() : area
    const before = joined.get(name)?.operations ?? []
    joined.set(name, { name, operations: [...before, ...operations] })
  }
  return [...joined.values()].sort((a, b) => placeOf(a) - placeOf(b))
}

const NAVIGATION = [
  'home',
  'library',
  'collections',
  'gatherings',
  'threads',
  'chat',
  'groups',
  'spaces',
  'members',
  'search',
  'moderation',
  'administration',
]

/** What the navigation does not name comes after. */
function placeOf({ name }: Area) {
  const place = NAVIGATION.indexOf(name)
  return place < 0 ? NAVIGATION.length : place
}
