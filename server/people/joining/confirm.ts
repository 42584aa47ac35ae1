import { Invitation, type InvitationRecord } from '../../../models/invitation.ts'
import { Member } from '../../../models/member.ts'
import { SignUp, type SignUpRecord } from '../../../models/sign-up.ts'
import { Invalid } from '../../platform/errors.ts'
import { networkSettings } from '../../platform/network/settings.ts'
import { hashOf } from '../../platform/secret-links.ts'
import { services } from '../../platform/services.ts'
import { takeUseOf } from '../invitations/actions.ts'
import { isBacked } from '../invitations/backing.ts'
import { openAt } from '../invitations/state.ts'
import { addMember } from '../members/new-member.ts'
import { grantOf } from './invited.ts'

const badLink = () => new Invalid({ form: 'joining.badLink' })

/** The request of this link while it is good: what its page shows before anything happens. */
export function awaited(token: string) {
  const asked = { hash: hashOf(token), linkEndsAt: { $gt: new Date() } }
  return SignUp.findOne(asked).lean<SignUpRecord>()
}

/** The link worked, once: the request goes to the coordination, or the account is complete. */
export async function confirmAddress(token: string) {
  const signUp = await awaited(token)
  if (!signUp) throw badLink()
  const { name, email, role } = signUp
  const state = signUp.member ? await confirmMember(signUp) : await openAccount(signUp)
  return { name, email, role, state, url: '/connexion' }
}

async function confirmMember({ _id, member }: SignUpRecord) {
  if (!(await SignUp.findOneAndDelete({ _id }))) throw badLink()
  const now = await Member.findByIdAndUpdate(
    member,
    { $unset: { confirmBy: 1 } },
    { returnDocument: 'after' },
  )
  if (!now) throw badLink()
  return now.state
}

/** The account first, then the end of the request: what is cut between leaves a link that finds an account. */
async function openAccount(signUp: SignUpRecord) {
  const member = await addAccount(signUp)
  await SignUp.deleteMany({ email: signUp.email })
  if (member.state === 'pending')
    await services().jobs.soon('mail.newRequest', { id: String(member._id) })
  return member.state
}

async function addAccount(signUp: SignUpRecord) {
  const { name, email, introduction, language, passwordHash } = signUp
  if (!passwordHash) throw badLink()
  const person = { name, email, introduction, language, passwordHash }
  try {
    return await addMember({ ...person, ...(await placeOf(signUp)) })
  } catch (failure) {
    throw failure instanceof Invalid ? badLink() : failure
  }
}

/** Whoever was invited at this very address, and asked without the link, is let in as invited. */
async function placeOf({ email, role, space }: SignUpRecord) {
  const invitation = await personalInvitation(email)
  if (invitation) return grantOf(invitation, space)
  const { volunteersAtOnce } = await networkSettings()
  const atOnce = volunteersAtOnce && role === 'volunteer'
  const state = atOnce ? ('active' as const) : ('pending' as const)
  // A request is granted with its space; nobody looks at those of volunteers who come in at once.
  return { role, space, state, spaceClaimed: atOnce && space ? true : undefined, toWelcome: true }
}

async function personalInvitation(email: string) {
  const open = await Invitation.findOne({ email, ...openAt() }).lean<InvitationRecord>()
  if (!open || !(await isBacked(open))) return undefined
  return takeUseOf(open._id).catch(() => undefined)
}
