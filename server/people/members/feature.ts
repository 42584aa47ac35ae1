import type { Feature } from '../../platform/feature.ts'
import { offerRoutes, visibilityRoutes } from './account-pages.ts'
import { memberKind } from './kinds.ts'
import { membersArea } from './openapi.ts'
import { accountRoutes, memberRoutes } from './routes.ts'

export const membersFeature: Feature = {
  name: 'members',
  kinds: [memberKind],
  mount(map) {
    map.use('/compte/benevolat', offerRoutes)
    map.use('/compte/visibilite', visibilityRoutes)
    map.use('/compte', accountRoutes)
    map.use('/membres', memberRoutes)
  },
  api: [membersArea],
}
