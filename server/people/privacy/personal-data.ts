import { Visit } from '../../../models/visit.ts'
import { FEW, type PersonalData } from '../../platform/content/personal-data.ts'
import { removeExports } from './export/actions.ts'

export const privacyData: PersonalData = {
  records: { visites: _id => Visit.find({ _id }).lean().cursor(FEW) },
  async endAccess({ _id: member }) {
    await removeExports({ member })
  },
}
