import { Member } from '../../../models/member.ts'
import { Token } from '../../../models/token.ts'
import type { Jobs } from '../../platform/jobs/jobs.ts'
import { writeTo } from '../../platform/mail/letter.ts'
import { services } from '../../platform/services.ts'
import { TOKENS } from './presenter.ts'

export function defineTokenJobs(jobs: Jobs) {
  jobs.define<{ id: string }>('mail.newToken', mailNewToken)
}

/** Whoever took a session may have made a key of their own: the owner hears of each one. */
async function mailNewToken({ id }: { id: string }) {
  const token = await Token.findById(id, 'member name').lean()
  const owner = await Member.findById(token?.member, 'name email state language').lean()
  if (!token || owner?.state !== 'active') return
  const values = { token: token.name, link: `${services().baseUrl}${TOKENS}` }
  await writeTo(owner, { subject: 'tokens.mail.subject', text: 'tokens.mail.text', values })
}
