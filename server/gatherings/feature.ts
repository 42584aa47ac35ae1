import type { Feature } from '../platform/feature.ts'
import { gatheringKind } from './kinds.ts'
import { gatheringsArea } from './openapi.ts'
import { gatheringRoutes, gatheringsCalendar } from './routes.ts'

export const gatheringsFeature: Feature = {
  name: 'gatherings',
  kinds: [gatheringKind],
  mount(map) {
    map.get('/rencontres.ics', gatheringsCalendar)
    map.use('/rencontres', gatheringRoutes)
  },
  api: [gatheringsArea],
}
