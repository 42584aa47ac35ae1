import type { Feature } from '../../platform/feature.ts'
import { groupKind } from './kinds.ts'
import { defineGroupJobs } from './mails.ts'
import { groupsArea } from './openapi.ts'
import { groupRoutes } from './routes.ts'

export const groupsFeature: Feature = {
  name: 'groups',
  kinds: [groupKind],
  mount(map) {
    map.use('/groupes', groupRoutes)
  },
  jobs: { define: defineGroupJobs },
  api: [groupsArea],
}
