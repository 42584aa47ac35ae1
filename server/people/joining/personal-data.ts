import { AccountMerge } from '../../../models/account-merge.ts'
import { SignUp } from '../../../models/sign-up.ts'
import type { PersonalData } from '../../platform/content/personal-data.ts'

export const joiningData: PersonalData = {
  async endAccess({ _id: member, email }) {
    await SignUp.deleteMany({ email })
    await SignUp.deleteMany({ member })
    await AccountMerge.deleteMany({ candidate: member })
  },
}
