import { Member } from '../../../models/member.ts'
import { banAddress } from '../../../server/people/members/bans.ts'
import { aRequest } from '../../support/joining.ts'
import { aMember, aVisitor } from '../../support/people.ts'

let made = 0
const newAddress = () => `adresse-${++made}@example.org`

/** Everything that an address may be to the hub, which only its owner and the coordination know. */
export const STANDINGS = {
  unknown: async () => newAddress(),
  active: () => known('active'),
  pending: () => known('pending'),
  suspended: () => known('suspended'),
  banned: async () => {
    const email = await known('excluded')
    await banAddress(email)
    return email
  },
  'banned and gone': async () => {
    const email = newAddress()
    await banAddress(email)
    return email
  },
  'refused or gone': async () => {
    const email = await known('pending')
    await Member.deleteOne({ email })
    return email
  },
  'asked to join': async (hub: { url: string }) => {
    const email = newAddress()
    await aVisitor(hub).postJson('/inscription', aRequest({ email }))
    return email
  },
} satisfies Record<string, (hub: { url: string }) => Promise<string>>

export type Standing = keyof typeof STANDINGS

async function known(state: 'active' | 'pending' | 'suspended' | 'excluded') {
  return (await aMember('volunteer', { state, email: newAddress() })).email
}
