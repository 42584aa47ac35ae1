import mongoose from 'mongoose'
import { Identity } from '../../../models/identity.ts'
import { KnownDevice } from '../../../models/known-device.ts'
import type { MemberRecord } from '../../../models/member.ts'
import { OneTimeLink } from '../../../models/one-time-link.ts'
import { Passkey } from '../../../models/passkey.ts'
import { SecondFactor } from '../../../models/second-factor.ts'
import { SignIn } from '../../../models/sign-in.ts'
import { FEW, type PersonalData } from '../../platform/content/personal-data.ts'
import { forget, type Topic } from '../../platform/memory.ts'
import { disconnectMember } from '../../platform/realtime/revoke.ts'

export const authData: PersonalData = {
  records: {
    connexions: member => SignIn.find({ member }, '-sid -device').lean().cursor(FEW),
    cles: member => Passkey.find({ member }, 'name createdAt lastUsedOn').lean().cursor(FEW),
    identites: member => Identity.find({ member }, 'issuer linkedAt').lean().cursor(FEW),
    appareils: member => KnownDevice.find({ member }, 'expiresAt').lean().cursor(FEW),
  },
  endAccess,
}

/** Every way in, and whoever listens in their name. */
async function endAccess({ _id: member }: MemberRecord) {
  await endSessions(member)
  await KnownDevice.deleteMany({ member })
  await Passkey.deleteMany({ member })
  await Identity.deleteMany({ member })
  await SecondFactor.deleteOne({ _id: member })
  await OneTimeLink.deleteMany({ member })
  disconnectMember(String(member))
}

async function endSessions(member: MemberRecord['_id']) {
  const sids = (await SignIn.find({ member }, 'sid').lean()).map(({ sid }) => sid)
  // They are the session library's own: no model writes them.
  const sessions = mongoose.connection.collection<{ _id: string }>('sessions')
  await sessions.deleteMany({ _id: { $in: sids } })
  forget(...sids.map((sid): Topic => `session:${sid}`))
  await SignIn.deleteMany({ member })
}
