import type { Feature } from '../platform/features/feature.ts'
import { homeArea } from './openapi.ts'
import { homeRoutes } from './routes.ts'

export const homeFeature: Feature = {
  name: 'home',
  mount(map) {
    map.use('/', homeRoutes)
  },
  api: [homeArea],
}
