import { Collection } from '../../models/collection.ts'
import type { MemberRecord } from '../../models/member.ts'
import { FEW, type PersonalData } from '../platform/content/personal-data.ts'

export const collectionsData: PersonalData = {
  records: { collections: author => Collection.find({ author }, '-__v').lean().cursor(FEW) },
  erase: removeOwnCollections,
}

/** What they gathered for themselves goes with them; what they shared stays for the others, if they so chose. */
export async function removeOwnCollections(
  { _id: author }: Pick<MemberRecord, '_id'>,
  keep: boolean,
) {
  await Collection.deleteMany({ author, ...(keep ? { personal: true } : { official: false }) })
}
