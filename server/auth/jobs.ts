import { Member } from '../../models/member.ts'
import { type Language, translator } from '../i18n/index.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { networkSettings } from '../network/settings.ts'
import { services } from '../services.ts'
import { startReset } from './actions.ts'
import { defineSecurityJobs } from './security-mail.ts'

/** The mails of joining and signing in, sent after the answer so that its time tells nothing. */
export function defineAuthJobs(jobs: Jobs) {
  defineSecurityJobs(jobs)
  jobs.define<{ email: string; language: Language }>('mail.reset', mailReset)
  jobs.define<{ email: string; language: Language }>('mail.alreadyMember', mailAlreadyMember)
  jobs.define<{ id: string }>('mail.newRequest', mailNewRequest)
  jobs.define<{ id: string }>('mail.approved', mailApproved)
}

async function mailReset({ email, language }: { email: string; language: Language }) {
  const member = await Member.findOne({ email, state: 'active' }).lean()
  if (!member) return
  const link = `${services().baseUrl}/mot-de-passe?token=${await startReset(member._id)}`
  await mail(member.email, 'reset', language, { name: member.name, link })
}

async function mailAlreadyMember({ email, language }: { email: string; language: Language }) {
  const member = await Member.findOne({ email }).lean()
  if (!member || member.state === 'excluded') return
  const link = `${services().baseUrl}/mot-de-passe`
  await mail(member.email, 'alreadyMember', language, { name: member.name, link })
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
  for (const { email, name } of coordinators) {
    await mail(email, 'newRequest', 'fr', { name, candidate: candidate.name, link })
  }
}

async function mailApproved({ id }: { id: string }) {
  const member = await Member.findById(id).lean()
  if (member?.state !== 'active') return
  const link = `${services().baseUrl}/connexion`
  await mail(member.email, 'approved', 'fr', { name: member.name, link })
}

async function mail(to: string, kind: string, language: Language, values: Record<string, string>) {
  const t = translator(language)
  const network = (await networkSettings()).name
  await services().mailer.send({
    to,
    subject: t(`mail.${kind}.subject`, { ...values, network }),
    text: t(`mail.${kind}.text`, { ...values, network }),
  })
}
