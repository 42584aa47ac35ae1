import type { Feature } from '../../platform/features/feature.ts'
import { hasNews } from '../members/consents.ts'
import { dataRoutes } from './data-routes.ts'
import { definePrivacyJobs, schedulePrivacy } from './jobs.ts'
import { leavingRoutes } from './leaving-routes.ts'
import { privacyData } from './personal-data.ts'
import { forgetAgain } from './removal/again.ts'

export const privacyFeature: Feature = {
  name: 'privacy',
  personalData: privacyData,
  mount(map) {
    map.use('/compte/donnees', dataRoutes)
    map.use('/compte/suppression', leavingRoutes)
  },
  jobs: { define: definePrivacyJobs, schedule: schedulePrivacy },
  async start() {
    await forgetAgain()
  },
  badges: { privacyNews: { of: viewer => hasNews(viewer.id), none: false } },
}
