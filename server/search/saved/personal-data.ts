import { SavedSearch } from '../../../models/saved-search.ts'
import { FEW, type PersonalData } from '../../platform/content/personal-data.ts'

export const savedSearchesData: PersonalData = {
  records: {
    recherches: member => SavedSearch.find({ member }, '-__v -member').lean().cursor(FEW),
  },
  async erase({ _id: member }) {
    await SavedSearch.deleteMany({ member })
  },
}
