import { Types } from 'mongoose'
import { KnownDevice } from '../../../../models/known-device.ts'

const LIFE_MS = 400 * 24 * 3600 * 1000
const NOBODY = new Types.ObjectId('000000000000000000000000')

/** Asks the store alike when there is no such member. */
export async function isKnown(member: unknown, device: string | undefined) {
  if (!device) return false
  return Boolean(await KnownDevice.exists({ member: member ?? NOBODY, device }))
}

/** From now on this browser is one of theirs. True when it is new beside others. */
export async function noteDevice(member: string, device: string) {
  const known = await KnownDevice.exists({ member })
  const { upsertedCount } = await KnownDevice.updateOne(
    { member, device },
    { $set: { expiresAt: new Date(Date.now() + LIFE_MS) } },
    { upsert: true },
  )
  return Boolean(known) && upsertedCount > 0
}

export async function forgetDevice(member: string, device: string) {
  await KnownDevice.deleteOne({ member, device })
}

/** All of them, or all but the one in hand. */
export async function forgetDevices(member: string, except = '') {
  await KnownDevice.deleteMany({ member, device: { $ne: except } })
}
