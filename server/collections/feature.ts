import type { Feature } from '../platform/feature.ts'
import { collectionKind } from './kinds.ts'
import { collectionsArea } from './openapi.ts'
import { collectionsData } from './personal-data.ts'
import { collectionRoutes } from './routes.ts'

export const collectionsFeature: Feature = {
  name: 'collections',
  personalData: collectionsData,
  kinds: [collectionKind],
  mount(map) {
    map.use('/collections', collectionRoutes)
  },
  api: [collectionsArea],
}
