import type { ResourceRecord } from '../../../models/resource.ts'
import { Verification, type VerificationRecord } from '../../../models/verification.ts'
import { countAgain } from '../../library/tally.ts'
import { upsertOnce } from '../../platform/database/duplicates.ts'
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

async function upsert(key: object, update: object): Promise<VerificationRecord> {
  const options = { upsert: true, returnDocument: 'after' } as const
  const saved = await upsertOnce(() =>
    Verification.findOneAndUpdate(key, update, options).lean<VerificationRecord>(),
  )
  if (!saved) throw new Error('A verification was written and is not there')
  return saved
}
