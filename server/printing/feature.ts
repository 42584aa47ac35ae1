import type { Feature } from '../platform/feature.ts'
import { defineShelfJobs, scheduleShelf } from './jobs.ts'

export const printingFeature: Feature = {
  name: 'printing',
  jobs: { define: defineShelfJobs, schedule: scheduleShelf },
}
