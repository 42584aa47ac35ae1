import type { Feature } from '../../platform/feature.ts'
import { defineTokenJobs } from './jobs.ts'
import { tokenRoutes } from './routes.ts'

export const tokensFeature: Feature = {
  name: 'tokens',
  mount(map) {
    map.use('/compte/jetons', tokenRoutes)
  },
  jobs: { define: defineTokenJobs },
}
