import type { Feature } from '../platform/features/feature.ts'
import { coordinatorsOnly } from '../platform/http/guards.ts'
import { neverStored } from '../platform/http/security.ts'
import { searchArea } from './openapi.ts'
import { searchRoutes } from './routes.ts'
import { savedSearchNews } from './saved/news.ts'
import { savedSearchesData } from './saved/personal-data.ts'
import { savedRoutes } from './saved/routes.ts'
import { startSearch, stopSearch } from './service.ts'
import { synonymsArea } from './synonyms/openapi.ts'
import { synonymRoutes } from './synonyms/routes.ts'

export const searchFeature: Feature = {
  name: 'search',
  news: [savedSearchNews],
  personalData: savedSearchesData,
  mount(map) {
    map.use('/compte/recherches', savedRoutes)
    map.use('/recherche', searchRoutes)
    map.use('/administration/synonymes', neverStored, coordinatorsOnly, synonymRoutes)
  },
  start: startSearch,
  stop: stopSearch,
  api: [searchArea, synonymsArea],
}
