import type { Feature } from '../platform/features/feature.ts'
import { adminArea } from './openapi.ts'
import { adminRoutes } from './routes.ts'

export const adminFeature: Feature = {
  name: 'admin',
  mount(map) {
    map.use('/administration', adminRoutes)
  },
  api: [adminArea],
}
