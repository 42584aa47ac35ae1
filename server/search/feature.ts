import type { Feature } from '../platform/features/feature.ts'
import { searchArea } from './openapi.ts'
import { searchRoutes } from './routes.ts'
import { savedSearchNews } from './saved/news.ts'
import { savedSearchesData } from './saved/personal-data.ts'
import { savedRoutes } from './saved/routes.ts'
import { startSearch, stopSearch } from './service.ts'

export const searchFeature: Feature = {
  name: 'search',
  news: [savedSearchNews],
  personalData: savedSearchesData,
  mount(map) {
    map.use('/compte/recherches', savedRoutes)
    map.use('/recherche', searchRoutes)
  },
  start: startSearch,
  stop: stopSearch,
  api: [searchArea],
}
