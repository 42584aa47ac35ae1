import type { Feature } from '../../platform/features/feature.ts'
import { offerRoutes, visibilityRoutes } from './offer-routes.ts'
import { accountArea } from './openapi.ts'
import { accountRoutes } from './routes.ts'

export const accountFeature: Feature = {
  name: 'account',
  mount(map) {
    map.use('/compte/benevolat', offerRoutes)
    map.use('/compte/visibilite', visibilityRoutes)
    map.use('/compte', accountRoutes)
  },
  api: [accountArea],
}
