import { addToResourcePage } from '../library/page-parts.ts'
import type { Feature } from '../platform/features/feature.ts'
import { adaptingOf } from './list.ts'
import { originalNews } from './news.ts'
import { adaptingOperations } from './openapi.ts'
import { adaptingRoutes } from './routes.ts'

addToResourcePage(async (resource, viewer) => ({ adapting: await adaptingOf(resource, viewer) }))

export const adaptingFeature: Feature = {
  name: 'adapting',
  news: [originalNews],
  mount(map) {
    map.use('/ressources', adaptingRoutes)
  },
  api: [{ name: 'library', operations: adaptingOperations }],
}
