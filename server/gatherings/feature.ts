import type { Feature } from '../platform/features/feature.ts'
import { gatheringKind } from './kinds.ts'
import { gatheringNews } from './news.ts'
import { gatheringsArea } from './openapi.ts'
import { gatheringsData } from './personal-data.ts'
import { gatheringRoutes, gatheringsCalendar } from './routes.ts'

export const gatheringsFeature: Feature = {
  name: 'gatherings',
  news: [gatheringNews],
  personalData: gatheringsData,
  kinds: [gatheringKind],
  mount(map) {
    map.get('/rencontres.ics', gatheringsCalendar)
    map.use('/rencontres', gatheringRoutes)
  },
  api: [gatheringsArea],
}
