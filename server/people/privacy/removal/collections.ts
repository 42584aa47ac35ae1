import { Collection } from '../../../../models/collection.ts'
import type { MemberRecord } from '../../../../models/member.ts'

/** What they gathered for themselves goes with them; what they shared stays for the others, if they so chose. */
export async function removeOwnCollections({ _id: author }: MemberRecord, keep: boolean) {
  await Collection.deleteMany({ author, ...(keep ? { personal: true } : { official: false }) })
}
