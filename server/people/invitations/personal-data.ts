import { Invitation } from '../../../models/invitation.ts'
import type { PersonalData } from '../../platform/content/personal-data.ts'

export const invitationsData: PersonalData = {
  async endAccess({ email }) {
    await Invitation.deleteMany({ email })
  },
}
