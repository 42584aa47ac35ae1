import type { Feature } from '../platform/feature.ts'
import { journalRoutes } from './routes.ts'

export const auditFeature: Feature = {
  name: 'audit',
  mount(map) {
    map.use('/', journalRoutes)
  },
}
