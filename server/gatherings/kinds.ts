import { Gathering } from '../../models/gathering.ts'
import type { Kind } from '../platform/content/kind.ts'
import { moderated } from './moderation.ts'
import { gatheringHits, gatheringsOfGroup, visibleTo } from './queries.ts'
import { readGatherings } from './searchable.ts'

export const gatheringKind: Kind = {
  name: 'gathering',
  moderation: moderated,
  ofGroup: {
    name: 'gatherings',
    latest: ({ audience, most, language }) => gatheringsOfGroup(audience, most, language),
  },
  search: {
    index: 'gatherings',
    place: 2,
    read: readGatherings,
    scope: viewer => ({ of: 'gatherings', ...visibleTo(viewer) }),
    hits: gatheringHits,
    tab: { word: 'rencontres', icon: 'calendar', tone: 'wheat' },
  },
  writing: {
    any: author => Gathering.exists({ author }),
    figure: {
      name: 'workshops',
      count: (author, viewer) =>
        Gathering.countDocuments({ ...visibleTo(viewer), author, kind: 'workshop' }),
    },
  },
}
