import { Types } from 'mongoose'
import { SecondFactor } from '../../../models/second-factor.ts'
import { isDuplicate } from '../../database/duplicates.ts'
import { Conflict, Invalid } from '../../errors.ts'
import type { Viewer } from '../../members/policy.ts'
import { newRecoveryCodes, recoveryHash, stepOf } from './codes.ts'

/** Codes are asked from now on, once one of them has shown that the application has the secret. Answers the recovery codes. */
export async function turnOn({ id }: Viewer, secret: string, code: string) {
  const lastStep = stepOf(secret, code)
  if (!lastStep) throw new Invalid({ code: 'security.wrongCode' })
  const codes = newRecoveryCodes()
  try {
    await SecondFactor.create({
      ...{ _id: new Types.ObjectId(id), secret, lastStep, onSince: new Date() },
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
