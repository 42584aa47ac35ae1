import { AccountMerge, type AccountMergeRecord } from '../../../models/account-merge.ts'
import { Member } from '../../../models/member.ts'
import { SignUp, type SignUpRecord } from '../../../models/sign-up.ts'
import type { Language } from '../../platform/i18n/index.ts'
import type { Jobs } from '../../platform/jobs/jobs.ts'
import { type Reader, writeTo } from '../../platform/mail/letter.ts'
import { daysAfter, newLink } from '../../platform/secret-links.ts'
import { services } from '../../platform/services.ts'
import { isBanned } from '../members/bans.ts'
import { tidy } from './tidying.ts'

type Refusal = { email: string; name: string; word: string; language: Language }
type Merged = { email: string; name: string; language: Language }

export function defineJoiningJobs(jobs: Jobs) {
  jobs.define<{ id: string }>('mail.confirmAddress', ({ id }) => mailConfirmation(id))
  jobs.define<{ email: string }>('mail.confirmAgain', mailAgain)
  jobs.define<Refusal>('mail.refused', mailRefusal)
  jobs.define<{ id: string }>('mail.merge', mailMerge)
  jobs.define<Merged>('mail.merged', mailMerged)
  jobs.define('joining.tidy', () => tidy())
}

/** A link is good for three days and once. */
const LINK_DAYS = 3

async function mailConfirmation(id: unknown) {
  const signUp = await SignUp.findById(id).lean<SignUpRecord>()
  if (!signUp) return
  if (!signUp.member && (await isTaken(signUp))) {
    await SignUp.deleteOne({ _id: signUp._id })
    return
  }
  const { name, email, language } = signUp
  const link = await linkFor(signUp)
  await mail(email, signUp.member ? 'confirmMember' : 'confirm', language, { name, link })
}

async function linkFor({ _id }: SignUpRecord) {
  const { token, hash } = newLink()
  const linkEndsAt = daysAfter(new Date(), LINK_DAYS)
  await SignUp.updateOne({ _id }, { $set: { hash, linkEndsAt } })
  return `${services().baseUrl}/inscription/confirmation?lien=${token}`
}

async function isTaken({ email }: SignUpRecord) {
  if (await isBanned(email)) return true
  if (!(await Member.exists({ email }))) return false
  await services().jobs.soon('mail.alreadyMember', { email })
  return true
}

/** The last request of this address, when there is one that waits. */
async function mailAgain({ email }: { email: string }) {
  const last = await SignUp.findOne({ email, forgottenAt: { $gt: new Date() } })
    .sort({ createdAt: -1 })
    .lean()
  if (last) await mailConfirmation(last._id)
}

async function mailRefusal({ email, name, word, language }: Refusal) {
  await mail(email, 'refused', language, { name, word: word ? `\n${word}\n` : '' })
}

/** To the owner of the older account, who alone can say that both are the same person. */
async function mailMerge({ id }: { id: string }) {
  const merge = await AccountMerge.findById(id).lean<AccountMergeRecord>()
  if (!merge || merge.declinedAt) return
  const [candidate, owner] = await Promise.all([
    Member.findOne({ _id: merge.candidate, state: 'pending' }, 'name email').lean(),
    Member.findOne({ _id: merge.into, state: 'active' }, 'name email language').lean(),
  ])
  if (!candidate || !owner) return
  const { token, hash } = newLink()
  await AccountMerge.updateOne({ _id: merge._id }, { $set: { hash } })
  const link = `${services().baseUrl}/inscription/reunion?lien=${token}`
  const values = { name: owner.name, candidate: candidate.name, address: candidate.email, link }
  await mail(owner.email, 'merge', owner.language, values)
}

async function mailMerged({ email, name, language }: Merged) {
  await mail(email, 'merged', language, { name, link: `${services().baseUrl}/connexion` })
}

function mail(
  email: string,
  kind: string,
  language: Reader['language'],
  { name, ...values }: { name: string } & Record<string, string>,
) {
  const [subject, text] = [`joining.mail.${kind}.subject`, `joining.mail.${kind}.text`]
  return writeTo({ email, name, language }, { subject, text, values })
}
