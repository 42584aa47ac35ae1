import type { z } from 'zod'
import { AccountMerge, type AccountMergeRecord } from '../../../models/account-merge.ts'
import { Invitation, type InvitationRecord } from '../../../models/invitation.ts'
import { Member, type MemberRecord } from '../../../models/member.ts'
import { isDuplicate } from '../../platform/database/duplicates.ts'
import { Conflict, Invalid } from '../../platform/errors.ts'
import { daysAfter, hashOf } from '../../platform/secret-links.ts'
import { services } from '../../platform/services.ts'
import { found } from '../../platform/who/current.ts'
import { takeOver } from '../groups/taking-over.ts'
import { giveBack, takeUseOf } from '../invitations/actions.ts'
import { isBacked } from '../invitations/backing.ts'
import { openAt } from '../invitations/state.ts'
import type { mergeAnswerForm, mergeForm } from './forms.ts'
import { grantOf } from './invited.ts'

const MERGE_DAYS = 7

/** The same person as whom was invited: they get what the invitation gives, at once. */
export async function mergeWithInvitation(id: string, invitationId: string) {
  const invitation = await Invitation.findOne({
    ...{ _id: invitationId, email: { $exists: true }, ...openAt() },
  }).lean<InvitationRecord>()
  if (!invitation || !(await isBacked(invitation)))
    throw new Invalid({ invitation: 'invitations.noLonger' })
  const candidate = found(await pendingMember(id))
  const taken = await takeUseOf(invitation._id)
  const member = await Member.findOneAndUpdate(
    { _id: candidate._id, state: 'pending' },
    { $set: defined(grantOf(taken, candidate.space)) },
    { returnDocument: 'after' },
  ).lean<MemberRecord>()
  if (!member) await giveBack(taken)
  await services().jobs.soon('mail.approved', { id })
  return found(member)
}

/** An update would write what is not given as null. */
function defined(fields: object) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

/** The owner of the older account is asked by mail; until they agree nothing changes. */
export async function askToMerge(id: string, email: string) {
  const candidate = found(await pendingMember(id))
  const into = await Member.findOne({ email, state: 'active' }, '_id').lean()
  if (!into) throw new Invalid({ email: 'joining.noSuchMember' })
  const merge = await startMerge(candidate._id, into._id)
  await services().jobs.soon('mail.merge', { id: String(merge._id) })
  return { candidate, merge }
}

type Id = MemberRecord['_id']

async function startMerge(candidate: Id, into: Id) {
  const expiresAt = daysAfter(new Date(), MERGE_DAYS)
  try {
    // One that the owner declined, or that nobody answered, may be asked again of another.
    await AccountMerge.deleteOne({
      candidate,
      $or: [{ declinedAt: { $ne: null } }, { expiresAt: { $lte: new Date() } }],
    })
    return await new AccountMerge({ candidate, into, expiresAt }).save()
  } catch (failure) {
    throw isDuplicate(failure, 'candidate') ? new Conflict('mergeAsked') : failure
  }
}

function pendingMember(id: unknown) {
  return Member.findOne({ _id: id, state: 'pending' }).lean<MemberRecord>()
}

/** What the page of the mailed link shows: who asks, and into which account. */
export async function mergeOf(token: string) {
  const asked = { hash: hashOf(token), expiresAt: { $gt: new Date() }, declinedAt: null }
  const merge = await AccountMerge.findOne(asked).lean<AccountMergeRecord>()
  if (!merge) return undefined
  const [candidate, owner] = await Promise.all([
    pendingMember(merge.candidate),
    Member.findOne({ _id: merge.into, state: 'active' }).lean<MemberRecord>(),
  ])
  return candidate && owner ? { merge, candidate, owner } : undefined
}

/**
 * The newer request is folded into the older account, which takes over what it lacks. The request goes
 * first: whoever answers twice finds it gone.
 */
export async function finishMerge({ token, newAddress }: z.output<typeof mergeAnswerForm>) {
  const known = await mergeOf(token)
  const gone = known && (await takeAway(known.candidate._id))
  if (!known || !gone) throw new Invalid({ form: 'joining.badLink' })
  const { owner, merge } = known
  const email = newAddress ? gone.email : owner.email
  await Member.updateOne({ _id: owner._id }, { $set: { email, ...lacking(owner, gone) } })
  await takeOver(gone._id, owner._id)
  await AccountMerge.deleteOne({ _id: merge._id })
  const { name, language } = gone
  await services().jobs.soon('mail.merged', { email: gone.email, name, language })
  return { owner, candidate: gone, email }
}

function takeAway(_id: unknown) {
  return Member.findOneAndDelete({ _id, state: 'pending' }).lean<MemberRecord>()
}

/** A space that only the person chose is theirs to run when the coordination agrees. */
function lacking(owner: MemberRecord, { space, introduction }: MemberRecord) {
  return {
    ...(owner.space || !space ? {} : { space, spaceClaimed: true }),
    ...(owner.introduction ? {} : { introduction }),
  }
}

/** « Ce n'est pas moi »: the request stays with the coordination, which sees the answer. */
export async function declineMerge(token: string) {
  const known = await mergeOf(token)
  if (!known) throw new Invalid({ form: 'joining.badLink' })
  const declined = { $set: { declinedAt: new Date() }, $unset: { hash: 1 } }
  await AccountMerge.updateOne({ _id: known.merge._id }, declined)
}

export async function mergeRequested(id: string, input: z.output<typeof mergeForm>) {
  return input.invitation
    ? { member: await mergeWithInvitation(id, input.invitation), asked: false }
    : { member: (await askToMerge(id, input.email ?? '')).candidate, asked: true }
}
