import { addToResourcePage } from '../library/page-parts.ts'
import type { Feature } from '../platform/features/feature.ts'
import { isMember } from '../platform/who/viewer.ts'
import { collectionKind } from './kinds.ts'
import { collectionsArea } from './openapi.ts'
import { collectionsData } from './personal-data.ts'
import { ownCollections } from './queries.ts'
import { collectionRoutes } from './routes.ts'

addToResourcePage(async (_resource, viewer) => ({
  ownCollections: isMember(viewer) ? await ownCollections(viewer) : [],
}))

export const collectionsFeature: Feature = {
  name: 'collections',
  personalData: collectionsData,
  kinds: [collectionKind],
  mount(map) {
    map.use('/collections', collectionRoutes)
  },
  api: [collectionsArea],
}
