import { Types } from 'mongoose'
import { SecondFactor } from '../../../../models/second-factor.ts'
import { type Actor, record } from '../../../platform/audit/record.ts'
import { isDuplicate } from '../../../platform/database/duplicates.ts'
import { Conflict, Invalid } from '../../../platform/errors.ts'
import type { Viewer } from '../../../platform/who/viewer.ts'
import { tellOwner } from '../security-mail.ts'
import { newRecoveryCodes, recoveryHash, stepOf } from './codes.ts'
import { seal } from './sealing.ts'

/** Codes are asked from now on, once one of them has shown that the application has the secret. Answers the recovery codes. */
export async function turnOn({ id }: Viewer, secret: string, code: string) {
  const lastStep = stepOf(secret, code)
  if (!lastStep) throw new Invalid({ code: 'security.wrongCode' })
  const codes = newRecoveryCodes()
  try {
    await SecondFactor.create({
      ...{ _id: new Types.ObjectId(id), secret: seal(secret, id), lastStep, onSince: new Date() },
      recovery: hashed(codes),
    })
  } catch (failure) {
    throw isDuplicate(failure) ? new Conflict('codesOnAlready') : failure
  }
  return codes
}

export async function turnOff({ id }: Viewer) {
  await SecondFactor.deleteOne({ _id: new Types.ObjectId(id) })
}

/**
 * For who lost both telephone and recovery codes. Whoever does it is in the log, and the member hears of it.
 * False when no code was asked of them.
 */
export async function resetCodes(member: string, by: Actor) {
  const { deletedCount } = await SecondFactor.deleteOne({ _id: new Types.ObjectId(member) })
  if (deletedCount === 0) return false
  await record(by, 'access.codesReset', { kind: 'member', id: member })
  await tellOwner(member, 'codesReset')
  return true
}

/** Ten others; those of before are worth nothing. */
export async function renewRecoveryCodes({ id }: Viewer) {
  const codes = newRecoveryCodes()
  await SecondFactor.updateOne(
    { _id: new Types.ObjectId(id) },
    { $set: { recovery: hashed(codes) } },
  )
  return codes
}

function hashed(codes: string[]) {
  return codes.flatMap(code => recoveryHash(code) ?? [])
}
