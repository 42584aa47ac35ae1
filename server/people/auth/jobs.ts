import { Member } from '../../../models/member.ts'
import type { Jobs } from '../../platform/jobs/jobs.ts'
import { type Reader, writeTo } from '../../platform/mail/letter.ts'
import { services } from '../../platform/services.ts'
import { startReset } from './actions.ts'
import { defineSecurityJobs } from './security-mail.ts'

/** The mails of joining and signing in, sent after the answer so that its time tells nothing. */
export function defineAuthJobs(jobs: Jobs) {
  defineSecurityJobs(jobs)
  jobs.define<{ email: string }>('mail.reset', mailReset)
  jobs.define<{ email: string }>('mail.alreadyMember', mailAlreadyMember)
  jobs.define<{ id: string }>('mail.newRequest', mailNewRequest)
  jobs.define<{ id: string }>('mail.approved', mailApproved)
}

async function mailReset({ email }: { email: string }) {
  const member = await Member.findOne({ email, state: 'active' }).lean()
  if (!member) return
  const link = `${services().baseUrl}/mot-de-passe?token=${await startReset(member._id)}`
  await mail(member, 'reset', { link })
}

async function mailAlreadyMember({ email }: { email: string }) {
  const member = await Member.findOne({ email }).lean()
  if (!member || member.state === 'excluded') return
  await mail(member, 'alreadyMember', { link: `${services().baseUrl}/mot-de-passe` })
}

/** Every coordinator hears of a request; the first one to look answers it. */
async function mailNewRequest({ id }: { id: string }) {
  const candidate = await Member.findById(id).lean()
  if (candidate?.state !== 'pending') return
  const link = `${services().baseUrl}/administration/demandes`
  const coordinators = await Member.find({
    state: 'active',
    role: { $in: ['coordinator', 'admin'] },
  })
    .sort({ name: 1 })
    .lean()
  for (const one of coordinators) await mail(one, 'newRequest', { candidate: candidate.name, link })
}

async function mailApproved({ id }: { id: string }) {
  const member = await Member.findById(id).lean()
  if (member?.state !== 'active') return
  await mail(member, 'approved', { link: `${services().baseUrl}/connexion` })
}

function mail(reader: Reader, kind: string, values: Record<string, string>) {
  return writeTo(reader, { subject: `mail.${kind}.subject`, text: `mail.${kind}.text`, values })
}
