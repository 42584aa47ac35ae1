import { Types } from 'mongoose'
import { SecondFactor } from '../../../../models/second-factor.ts'
import { remember } from '../../../platform/memory.ts'

/** Whether codes are asked of this member, since when, and how many recovery codes are left. */
export function secondFactorOf(member: string) {
  return remember([`second_factors:${member}`], `second factor ${member}`, async () => {
    const record = await SecondFactor.findById(
      new Types.ObjectId(member),
      'onSince recovery',
    ).lean()
    return record ? { onSince: record.onSince, recoveryLeft: record.recovery.length } : undefined
  })
}

export async function hasSecondFactor(member: string) {
  return (await secondFactorOf(member)) !== undefined
}

/** Of whom, among these, codes are asked. */
export async function whoHasCodes(members: readonly string[]): Promise<ReadonlySet<string>> {
  const ids = members.map(member => new Types.ObjectId(member))
  const factors = await SecondFactor.find({ _id: { $in: ids } }, '_id').lean()
  return new Set(factors.map(({ _id }) => String(_id)))
}
