import type { Feature } from '../../platform/feature.ts'
import { defineJoiningJobs } from './jobs.ts'
import { joiningData } from './personal-data.ts'
import { joiningRoutes } from './routes.ts'

export const joiningFeature: Feature = {
  name: 'joining',
  personalData: joiningData,
  mount(map) {
    map.use('/', joiningRoutes)
  },
  jobs: {
    define: defineJoiningJobs,
    schedule: jobs => jobs.every('1 day', 'joining.tidy'),
  },
}
