import type { Feature } from '../../platform/features/feature.ts'
import { defineNewsJobs, scheduleNews } from './jobs.ts'
import { mailRoutes, welcomeFirst, welcomeRoutes } from './routes.ts'

export const welcomeFeature: Feature = {
  name: 'welcome',
  mount(map) {
    map.get('/', welcomeFirst)
    map.use('/', welcomeRoutes)
    map.use('/compte/courriels', mailRoutes)
  },
  jobs: { define: defineNewsJobs, schedule: scheduleNews },
}
