import type { Feature } from '../platform/feature.ts'
import { takeLibraryAway } from '../portable/take-away.ts'
import { resourceKind } from './kinds.ts'
import { libraryArea } from './openapi.ts'
import { libraryData } from './personal-data.ts'
import { libraryRoutes } from './routes.ts'
import { atomFeed, jsonFeed } from './sharing/feeds.ts'
import { removeCounts } from './taking/counts.ts'

export const libraryFeature: Feature = {
  name: 'library',
  personalData: libraryData,
  removeAbout: { resource: removeCounts },
  kinds: [resourceKind],
  mount(map) {
    map.get('/ressources.atom', atomFeed)
    map.get('/ressources.json', jsonFeed)
    map.get('/ressources.zip', takeLibraryAway)
    map.use('/ressources', libraryRoutes)
  },
  api: [libraryArea],
}
