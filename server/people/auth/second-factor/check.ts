import type { Request, Response } from 'express'
import { Types } from 'mongoose'
import { SecondFactor } from '../../../../models/second-factor.ts'
import { Invalid } from '../../../platform/errors.ts'
import { forgive } from '../../../platform/who/limits.ts'
import type { Viewer } from '../../../platform/who/viewer.ts'
import { deviceOf } from '../devices/cookie.ts'
import { isKnown } from '../devices/known.ts'
import { mayTry } from '../door/attempts.ts'
import { tellOwner } from '../security-mail.ts'
import { recoveryHash, stepOf } from './codes.ts'
import { secretOf } from './sealing.ts'

/**
 * Takes a code of the application or a recovery code, once each. Throws Invalid on the field `code`. After
 * too many wrong ones only recovery codes are taken for a while, which nobody guesses.
 */
export async function checkCode(req: Request, res: Response, viewer: Viewer, code: string) {
  const counter = await counterFor(req, viewer)
  const mayGuess = await mayTry([counter], res)
  const recovery = recoveryHash(code)
  if (recovery) await takeRecoveryCode(viewer, recovery)
  else if (!mayGuess) throw new Invalid({ code: 'security.tooManyCodes' })
  else await takeCode(viewer, code)
  await forgive(counter.limit, counter.key)
}

/** A browser that the member knows has a count of its own. */
async function counterFor(req: Request, { id }: Viewer) {
  const device = deviceOf(req)
  return (await isKnown(id, device))
    ? ({ limit: 'secondFactorDevice', key: `${device} ${id}` } as const)
    : ({ limit: 'secondFactor', key: id } as const)
}

/** The step is written where it was smaller: of two at once, one. */
async function takeCode({ id }: Viewer, code: string) {
  const _id = new Types.ObjectId(id)
  const factor = await SecondFactor.findById(_id, 'secret').lean()
  const secret = factor && (await secretOf(factor))
  const lastStep = secret && stepOf(secret, code)
  if (!lastStep) throw new Invalid({ code: 'security.wrongCode' })
  const { modifiedCount } = await SecondFactor.updateOne(
    { _id, lastStep: { $lt: lastStep } },
    { $set: { lastStep } },
  )
  if (modifiedCount === 0) throw new Invalid({ code: 'security.usedCode' })
}

async function takeRecoveryCode({ id }: Viewer, recovery: string) {
  const _id = new Types.ObjectId(id)
  const before = await SecondFactor.findOneAndUpdate(
    { _id, recovery },
    { $pull: { recovery } },
  ).lean()
  if (!before) throw new Invalid({ code: 'security.wrongCode' })
  const left = String(before.recovery.length - 1)
  await tellOwner(id, 'recoveryUsed', { left })
}
