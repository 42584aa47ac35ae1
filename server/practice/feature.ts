import type { Feature } from '../platform/feature.ts'
import { defineCheckJobs, scheduleChecks } from './checks/jobs.ts'
import { ratingKind, runKind } from './kinds.ts'

export const practiceFeature: Feature = {
  name: 'practice',
  kinds: [runKind, ratingKind],
  jobs: { define: defineCheckJobs, schedule: scheduleChecks },
}
