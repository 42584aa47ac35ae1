import type { Request } from 'express'
import type { z } from 'zod'
import { Passkey, type PasskeyRecord } from '../../../../models/passkey.ts'
import { readSignedIn } from '../passport.ts'
import { beginCeremony, endCeremony, passkeyRefused, site, webAuthn } from './ceremony.ts'
import type { assertionForm } from './forms.ts'
import { handleOf, refuse } from './register.ts'

/** Any key that this browser has for us: nobody says first who they are. */
export async function askForPasskey(req: Request) {
  const { generateAuthenticationOptions } = await webAuthn()
  const options = await generateAuthenticationOptions({
    rpID: site().rpID,
    userVerification: 'required',
  })
  beginCeremony(req, { kind: 'signIn', challenge: options.challenge })
  return options
}

/** Whose key signed what was asked. Throws Invalid for anything else. */
export async function whoseKey(req: Request, response: z.output<typeof assertionForm>) {
  const { challenge } = await endCeremony(req, 'signIn')
  const passkey = await Passkey.findOne({ credential: response.id }).lean<PasskeyRecord>()
  if (!passkey || !isHandleOf(passkey, response.response.userHandle)) throw passkeyRefused()
  const { newCounter } = await verify(passkey, response, challenge)
  await noteUse(passkey, newCounter)
  const found = await readSignedIn(String(passkey.member))
  if (!found) throw passkeyRefused()
  return found.viewer
}

async function verify(
  { credential: id, publicKey, counter }: PasskeyRecord,
  response: z.output<typeof assertionForm>,
  expectedChallenge: string,
) {
  const { rpID, origin } = site()
  const { userHandle, ...signed } = response.response
  const { verifyAuthenticationResponse } = await webAuthn()
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: { ...response, response: { ...signed, ...(userHandle ? { userHandle } : {}) } },
    ...{ expectedChallenge, expectedOrigin: origin, expectedRPID: rpID },
    credential: { id, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter },
    requireUserVerification: true,
  }).catch(refuse)
  if (!verified) throw passkeyRefused()
  return authenticationInfo
}

/** The key and the person it says it is for go together. */
function isHandleOf({ member }: PasskeyRecord, handle: string | undefined) {
  return handle === Buffer.from(handleOf(String(member))).toString('base64url')
}

/** Where the counter is still the one that was checked: a copy used at the same moment is refused. */
async function noteUse({ _id, counter }: PasskeyRecord, newCounter: number) {
  const lastUsedOn = new Date().toISOString().slice(0, 10)
  const { matchedCount } = await Passkey.updateOne(
    { _id, counter },
    { $set: { counter: newCounter, lastUsedOn } },
  )
  if (matchedCount === 0) throw passkeyRefused()
}
