import { definePreviewJobs, schedulePreviews } from './attachments/previews/jobs.ts'
import { defineTextJobs, scheduleTexts } from './attachments/texts/jobs.ts'
import { ownTraces } from './content/own-traces.ts'
import type { Feature } from './feature.ts'
import { preferences } from './http/preferences.ts'
import { defineExpiry, scheduleExpiry } from './jobs/expiry.ts'
import { apiRoutes } from './openapi/routes.ts'

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
