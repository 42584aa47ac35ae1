import type { Feature } from '../../platform/feature.ts'
import { defineInvitationJobs } from './jobs.ts'

export const invitationsFeature: Feature = {
  name: 'invitations',
  jobs: { define: defineInvitationJobs },
}
