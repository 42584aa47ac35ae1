import type { Feature } from '../../platform/features/feature.ts'
import { defineJoiningJobs } from './jobs.ts'
import { joiningArea } from './openapi.ts'
import { joiningData } from './personal-data.ts'
import { joiningRoutes } from './routes.ts'

export const joiningFeature: Feature = {
  name: 'joining',
  personalData: joiningData,
  mount(map) {
    map.use('/', joiningRoutes)
  },
  api: [joiningArea],
  jobs: {
    define: defineJoiningJobs,
    schedule: jobs => jobs.every('1 day', 'joining.tidy'),
  },
}
