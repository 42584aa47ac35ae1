import { addToResourcePage } from '../library/page-parts.ts'
import type { Feature } from '../platform/features/feature.ts'
import { defineCheckJobs, scheduleChecks } from './checks/jobs.ts'
import { checkOperations } from './checks/openapi.ts'
import { checkRoutes } from './checks/routes.ts'
import { giveBackOf } from './give-back.ts'
import { ratingKind, runKind } from './kinds.ts'
import { practiceNews } from './news.ts'
import { practiceData, removeAround } from './personal-data.ts'
import { ratingOperations } from './ratings/openapi.ts'
import { ratingRoutes } from './ratings/routes.ts'
import { runOperations } from './runs/openapi.ts'
import { runRoutes } from './runs/routes.ts'

addToResourcePage(async (resource, viewer, language) => ({
  giveBack: await giveBackOf(resource, viewer, language),
}))

export const practiceFeature: Feature = {
  name: 'practice',
  news: practiceNews,
  personalData: practiceData,
  removeAbout: { resource: removeAround },
  kinds: [runKind, ratingKind],
  mount(map) {
    map.use('/ressources', runRoutes)
    map.use('/ressources', checkRoutes)
    map.use('/ressources', ratingRoutes)
  },
  api: [
    { name: 'library', operations: [...runOperations, ...checkOperations, ...ratingOperations] },
  ],
  jobs: { define: defineCheckJobs, schedule: scheduleChecks },
}
