import type { Kind } from '../platform/content/kind.ts'
import { moderated } from './moderation.ts'
import { spaceHits } from './queries.ts'
import { readSpaces } from './searchable.ts'

export const spaceKind: Kind = {
  name: 'space',
  moderation: moderated,
  search: {
    index: 'spaces',
    place: 3,
    read: readSpaces,
    scope: () => ({ of: 'spaces' }),
    hits: spaceHits,
    tab: { word: 'lieux', icon: 'pin', tone: 'glass' },
  },
}
