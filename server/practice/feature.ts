import type { Feature } from '../platform/feature.ts'
import { defineCheckJobs, scheduleChecks } from './checks/jobs.ts'
import { ratingKind, runKind } from './kinds.ts'
import { practiceData, removeAround } from './personal-data.ts'

export const practiceFeature: Feature = {
  name: 'practice',
  personalData: practiceData,
  removeAbout: { resource: removeAround },
  kinds: [runKind, ratingKind],
  jobs: { define: defineCheckJobs, schedule: scheduleChecks },
}
