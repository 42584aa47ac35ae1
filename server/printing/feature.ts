import type { Feature } from '../platform/features/feature.ts'
import { archiveRoutes } from './archive-routes.ts'
import { defineShelfJobs, scheduleShelf } from './jobs.ts'
import { printingOperations } from './openapi.ts'
import { printingRoutes } from './routes.ts'
import { emptyShelf } from './shelf.ts'

export const printingFeature: Feature = {
  name: 'printing',
  personalData: { erase: () => emptyShelf() },
  mount(map) {
    map.use('/ressources', printingRoutes)
    map.use('/ressources', archiveRoutes)
  },
  api: [{ name: 'library', operations: printingOperations }],
  jobs: { define: defineShelfJobs, schedule: scheduleShelf },
}
