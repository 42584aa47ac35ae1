import type { Feature } from '../../platform/features/feature.ts'
import { groupKind } from './kinds.ts'
import { defineGroupJobs } from './mails.ts'
import { groupsArea } from './openapi.ts'
import { groupsData } from './personal-data.ts'
import { groupRoutes } from './routes.ts'

export const groupsFeature: Feature = {
  name: 'groups',
  personalData: groupsData,
  kinds: [groupKind],
  mount(map) {
    map.use('/groupes', groupRoutes)
  },
  jobs: { define: defineGroupJobs },
  api: [groupsArea],
}
