import type { Store } from 'express-session'
import { SignIn, type SignInRecord } from '../../../../models/sign-in.ts'
import { disconnectSession } from '../../../platform/realtime/revoke.ts'
import type { Viewer } from '../../../platform/who/viewer.ts'
import { forgetDevice, forgetDevices } from '../devices/known.ts'

const MOST_SHOWN = 50

/** The browsers that a member is signed in with now, the latest first. */
export function signInsOf(member: string, epoch: number) {
  return SignIn.find({ member, epoch })
    .sort({ startedAt: -1 })
    .limit(MOST_SHOWN)
    .lean<SignInRecord[]>()
}

/** At once: its session opens nothing, its tabs hear nothing, and the browser is a stranger again. */
export async function endSignIn(signIn: SignInRecord, sessions: Store) {
  await SignIn.deleteOne({ _id: signIn._id })
  disconnectSession(signIn.sid)
  await destroy(sessions, signIn.sid)
  await forgetDevice(String(signIn.member), signIn.device)
}

/** Every browser but this one. */
export async function endOtherSignIns(viewer: Viewer, here: SignInRecord, sessions: Store) {
  const all = await SignIn.find({ member: viewer.id }).lean<SignInRecord[]>()
  const others = all.filter(({ _id }) => !_id.equals(here._id))
  for (const signIn of others) await endSignIn(signIn, sessions)
  await forgetDevices(viewer.id, here.device)
  return others.length
}

function destroy(sessions: Store, sid: string) {
  return new Promise<void>((resolve, reject) => {
    sessions.destroy(sid, (error?: unknown) => (error ? reject(error) : resolve()))
  })
}
