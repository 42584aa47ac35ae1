import type { Feature } from '../../platform/features/feature.ts'
import { coordinatorsOnly } from '../../platform/http/guards.ts'
import { neverStored } from '../../platform/http/security.ts'
import { defineInvitationJobs } from './jobs.ts'
import { invitationOperations } from './openapi.ts'
import { invitationsData } from './personal-data.ts'
import { invitationRoutes } from './routes.ts'

export const invitationsFeature: Feature = {
  name: 'invitations',
  personalData: invitationsData,
  mount(map) {
    map.use('/administration/invitations', neverStored, coordinatorsOnly, invitationRoutes)
  },
  api: [{ name: 'administration', operations: invitationOperations }],
  jobs: { define: defineInvitationJobs },
}
