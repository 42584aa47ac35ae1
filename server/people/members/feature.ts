import type { Feature } from '../../platform/features/feature.ts'
import { memberKind } from './kinds.ts'
import { membersArea } from './openapi.ts'
import { memberRoutes } from './routes.ts'

export const membersFeature: Feature = {
  name: 'members',
  kinds: [memberKind],
  mount(map) {
    map.use('/membres', memberRoutes)
  },
  api: [membersArea],
}
