import type { Feature } from '../platform/features/feature.ts'
import { journalRoutes } from './routes.ts'

export const auditFeature: Feature = {
  name: 'audit',
  mount(map) {
    map.use('/', journalRoutes)
  },
}
