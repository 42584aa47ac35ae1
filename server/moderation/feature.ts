import type { Feature } from '../platform/features/feature.ts'
import { myModerationRoutes } from './account-routes.ts'
import { defineModerationJobs } from './jobs.ts'
import { moderationArea } from './openapi.ts'
import { moderationData } from './personal-data.ts'
import { reportRoutes } from './report-routes.ts'
import { moderationRoutes } from './routes.ts'

export const moderationFeature: Feature = {
  name: 'moderation',
  personalData: moderationData,
  mount(map) {
    map.use('/compte/moderation', myModerationRoutes)
    map.use('/', reportRoutes())
    map.use('/moderation', moderationRoutes())
  },
  jobs: { define: defineModerationJobs },
  api: [moderationArea],
}
