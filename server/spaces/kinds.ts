import type { Kind } from '../platform/content/kind.ts'
import { spaceHits } from './queries.ts'
import { readSpaces } from './searchable.ts'

export const spaceKind: Kind = {
  name: 'space',
  search: {
    index: 'spaces',
    place: 3,
    read: readSpaces,
    scope: () => ({ of: 'spaces' }),
    hits: spaceHits,
    tab: { word: 'lieux', icon: 'pin', tone: 'glass' },
  },
}
