import mongoose from 'mongoose'
import { AccountMerge } from '../../../../models/account-merge.ts'
import { Identity } from '../../../../models/identity.ts'
import { Invitation } from '../../../../models/invitation.ts'
import { KnownDevice } from '../../../../models/known-device.ts'
import type { MemberRecord } from '../../../../models/member.ts'
import { OneTimeLink } from '../../../../models/one-time-link.ts'
import { Passkey } from '../../../../models/passkey.ts'
import { SecondFactor } from '../../../../models/second-factor.ts'
import { SignIn } from '../../../../models/sign-in.ts'
import { SignUp } from '../../../../models/sign-up.ts'
import { Token } from '../../../../models/token.ts'
import { forget } from '../../../platform/memory.ts'
import { disconnectMember, disconnectToken } from '../../../platform/realtime/revoke.ts'

/** Everything that opens something for this member, and whoever listens in their name. */
export async function closeDoors({ _id: member, email }: MemberRecord) {
  await endSessions(member)
  for (const { _id } of await Token.find({ member }, '_id').lean()) disconnectToken(String(_id))
  await Token.deleteMany({ member })
  await KnownDevice.deleteMany({ member })
  await Passkey.deleteMany({ member })
  await Identity.deleteMany({ member })
  await SecondFactor.deleteOne({ _id: member })
  await OneTimeLink.deleteMany({ member })
  await SignUp.deleteMany({ email })
  await SignUp.deleteMany({ member })
  await Invitation.deleteMany({ email })
  await AccountMerge.deleteMany({ candidate: member })
  disconnectMember(String(member))
}

async function endSessions(member: MemberRecord['_id']) {
  const sids = (await SignIn.find({ member }, 'sid').lean()).map(({ sid }) => sid)
  // They are the session library's own: no model writes them.
  const sessions = mongoose.connection.collection<{ _id: string }>('sessions')
  await sessions.deleteMany({ _id: { $in: sids } })
  forget(...sids.map(sid => `session:${sid}`))
  await SignIn.deleteMany({ member })
}
