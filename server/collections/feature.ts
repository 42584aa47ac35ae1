import type { Feature } from '../platform/feature.ts'
import { collectionsArea } from './openapi.ts'
import { collectionRoutes } from './routes.ts'

export const collectionsFeature: Feature = {
  name: 'collections',
  mount(map) {
    map.use('/collections', collectionRoutes)
  },
  api: [collectionsArea],
}
