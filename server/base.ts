import { definePreviewJobs, schedulePreviews } from './platform/attachments/previews/jobs.ts'
import { defineTextJobs, scheduleTexts } from './platform/attachments/texts/jobs.ts'
import { ownTraces } from './platform/content/own-traces.ts'
import type { Feature } from './platform/features/feature.ts'
import { preferences } from './platform/http/preferences.ts'
import { defineExpiry, scheduleExpiry } from './platform/jobs/expiry.ts'
import { apiRoutes } from './platform/openapi/routes.ts'

/** What the platform itself serves and does at intervals. */
export const base: Feature = {
  name: 'base',
  personalData: ownTraces,
  mount(map) {
    map.use('/', preferences)
    map.use('/api', apiRoutes)
  },
  jobs: {
    define(jobs) {
      defineExpiry(jobs)
      definePreviewJobs(jobs)
      defineTextJobs(jobs)
    },
    async schedule(jobs) {
      await scheduleExpiry(jobs)
      await schedulePreviews(jobs)
      await scheduleTexts(jobs)
    },
  },
}
