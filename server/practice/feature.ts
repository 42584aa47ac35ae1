import type { Feature } from '../platform/feature.ts'
import { defineCheckJobs, scheduleChecks } from './checks/jobs.ts'

export const practiceFeature: Feature = {
  name: 'practice',
  jobs: { define: defineCheckJobs, schedule: scheduleChecks },
}
