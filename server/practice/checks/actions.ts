import type { ResourceRecord } from '../../../models/resource.ts'
import { Verification, type VerificationRecord } from '../../../models/verification.ts'
import { countAgain } from '../../library/tally.ts'
import { isDuplicate } from '../../platform/database/duplicates.ts'
import type { CheckInput } from './forms.ts'

type Place = Pick<ResourceRecord, '_id' | 'version'>

/** A member's last word with this tool on this system: what they said before of the same gives way. */
export async function verify(
  member: { id: string },
  { _id: resource, version }: Place,
  { works, word, ...circumstances }: CheckInput,
  at = new Date(),
): Promise<VerificationRecord> {
  const key = { resource, member: member.id, ...circumstances }
  const update = { $set: { works, word, version, at } }
  const saved = await upsert(key, update)
  await countAgain(resource)
  return saved
}

export async function takeBack({ _id, resource }: VerificationRecord) {
  await Verification.deleteOne({ _id })
  await countAgain(resource)
}

/** Of two clicks at once, the second finds what the first made. */
async function upsert(key: object, update: object): Promise<VerificationRecord> {
  const write = () =>
    Verification.findOneAndUpdate(key, update, {
      upsert: true,
      returnDocument: 'after',
    }).lean<VerificationRecord>()
  try {
    return must(await write())
  } catch (failure) {
    if (!isDuplicate(failure)) throw failure
    return must(await write())
  }
}

function must(saved: VerificationRecord | null) {
  if (!saved) throw new Error('A verification was written and is not there')
  return saved
}
