import type { Feature } from '../platform/features/feature.ts'
import { importRoutes } from './routes.ts'

export const importingFeature: Feature = {
  name: 'importing',
  mount(map) {
    map.use('/ressources', importRoutes)
  },
}
