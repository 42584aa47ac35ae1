import { features } from '../feature.ts'
import type { Area } from './operation.ts'

/** Everything that programs can ask, in the order of the site's own navigation. */
export function areas(): Area[] {
  return features()
    .flatMap(({ api = [] }) => api)
    .map(area => (typeof area === 'function' ? area() : area))
    .sort((a, b) => placeOf(a) - placeOf(b))
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
