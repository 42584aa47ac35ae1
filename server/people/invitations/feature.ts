import type { Feature } from '../../platform/features/feature.ts'
import { defineInvitationJobs } from './jobs.ts'
import { invitationsData } from './personal-data.ts'

export const invitationsFeature: Feature = {
  name: 'invitations',
  personalData: invitationsData,
  jobs: { define: defineInvitationJobs },
}
