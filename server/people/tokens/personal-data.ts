import { Token } from '../../../models/token.ts'
import { FEW, type PersonalData } from '../../platform/content/personal-data.ts'
import { disconnectToken } from '../../platform/realtime/revoke.ts'

export const tokensData: PersonalData = {
  records: { jetons: member => Token.find({ member }, '-__v -hash -once').lean().cursor(FEW) },
  async endAccess({ _id: member }) {
    for (const { _id } of await Token.find({ member }, '_id').lean()) disconnectToken(String(_id))
    await Token.deleteMany({ member })
  },
}
