import type { Request } from 'express'
import type { z } from 'zod'
import { Member } from '../../../../models/member.ts'
import { Passkey, type PasskeyRecord } from '../../../../models/passkey.ts'
import { isDuplicate } from '../../../platform/database/duplicates.ts'
import { Invalid } from '../../../platform/errors.ts'
import { networkSettings } from '../../../platform/network/settings.ts'
import type { Viewer } from '../../../platform/who/viewer.ts'
import { beginCeremony, endCeremony, passkeyRefused, site, webAuthn } from './ceremony.ts'
import type { registrationForm } from './forms.ts'

const MOST = 20

/** What the browser is asked to make a key for. The key stays on the device, which checks who holds it. */
export async function offerPasskey(req: Request, viewer: Viewer, name: string) {
  const [owner, keys, network] = await Promise.all([
    Member.findById(viewer.id, 'email').lean(),
    passkeysOf(viewer),
    networkSettings(),
  ])
  if (keys.length >= MOST) throw new Invalid({ form: 'security.tooManyPasskeys' })
  const { generateRegistrationOptions } = await webAuthn()
  const options = await generateRegistrationOptions({
    ...{ rpName: network.name, rpID: site().rpID, attestationType: 'none' },
    ...{ userName: owner?.email ?? viewer.name, userDisplayName: viewer.name },
    userID: handleOf(viewer.id),
    excludeCredentials: keys.map(({ credential }) => ({ id: credential })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  beginCeremony(req, { kind: 'register', challenge: options.challenge, name })
  return options
}

/** Keeps the key that the device has made. Throws Invalid unless it answers what was asked, here and just now. */
export async function keepPasskey(
  req: Request,
  viewer: Viewer,
  response: z.output<typeof registrationForm>,
) {
  const { challenge, name } = await endCeremony(req, 'register')
  const { rpID, origin } = site()
  const { verifyRegistrationResponse } = await webAuthn()
  const { registrationInfo } = await verifyRegistrationResponse({
    ...{ response, expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpID },
    requireUserVerification: true,
  }).catch(refuse)
  if (!registrationInfo) throw passkeyRefused()
  const { id, publicKey, counter } = registrationInfo.credential
  try {
    const passkey = await Passkey.create({
      ...{ member: viewer.id, name, counter, credential: id, createdAt: new Date() },
      publicKey: Buffer.from(publicKey).toString('base64url'),
      transports: response.response.transports ?? [],
    })
    return passkey.toObject<PasskeyRecord>()
  } catch (failure) {
    throw isDuplicate(failure, 'credential') ? passkeyRefused() : failure
  }
}

export function passkeysOf({ id }: Viewer) {
  return Passkey.find({ member: id }).sort({ createdAt: 1 }).limit(MOST).lean<PasskeyRecord[]>()
}

/** What a device keeps of its owner: an id that says nothing. */
export function handleOf(memberId: string) {
  return new Uint8Array(Buffer.from(memberId, 'hex'))
}

/** Whatever a hostile answer makes the library say. */
export function refuse(): never {
  throw passkeyRefused()
}
