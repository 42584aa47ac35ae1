import type { Feature } from '../platform/features/feature.ts'
import { endOldDrafts } from './drafts/actions.ts'
import { resourceKind } from './kinds.ts'
import { resourceNews } from './news.ts'
import { libraryArea } from './openapi.ts'
import { libraryData } from './personal-data.ts'
import { libraryRoutes, resourcePage } from './routes.ts'
import { atomFeed, jsonFeed } from './sharing/feeds.ts'
import { removeCounts } from './taking/counts.ts'

export const libraryFeature: Feature = {
  name: 'library',
  news: [resourceNews],
  removeOld: endOldDrafts,
  personalData: libraryData,
  removeAbout: { resource: removeCounts },
  kinds: [resourceKind],
  mount(map) {
    map.get('/ressources.atom', atomFeed)
    map.get('/ressources.json', jsonFeed)
    map.use('/ressources', libraryRoutes)
  },
  mountLast(map) {
    map.use('/ressources', resourcePage)
  },
  api: [libraryArea],
}
