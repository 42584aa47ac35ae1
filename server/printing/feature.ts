import type { Feature } from '../platform/feature.ts'
import { defineShelfJobs, scheduleShelf } from './jobs.ts'
import { emptyShelf } from './shelf.ts'

export const printingFeature: Feature = {
  name: 'printing',
  personalData: { erase: () => emptyShelf() },
  jobs: { define: defineShelfJobs, schedule: scheduleShelf },
}
