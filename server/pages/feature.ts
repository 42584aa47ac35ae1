import type { Feature } from '../platform/features/feature.ts'
import { editPageRoutes } from './edit-routes.ts'
import { pagesArea } from './openapi.ts'
import { pageRoutes } from './routes.ts'

export const pagesFeature: Feature = {
  name: 'pages',
  mount(map) {
    map.use('/', pageRoutes)
    map.use('/administration/pages', editPageRoutes)
  },
  api: [pagesArea],
}
