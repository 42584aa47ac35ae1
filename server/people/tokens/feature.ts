import type { Feature } from '../../platform/features/feature.ts'
import { defineTokenJobs } from './jobs.ts'
import { tokensData } from './personal-data.ts'
import { tokenRoutes } from './routes.ts'

export const tokensFeature: Feature = {
  name: 'tokens',
  personalData: tokensData,
  mount(map) {
    map.use('/compte/jetons', tokenRoutes)
  },
  jobs: { define: defineTokenJobs },
}
