import { Decision } from '../../models/decision.ts'
import { Member } from '../../models/member.ts'
import { returnFromSuspension } from '../people/members/sanctions.ts'
import { translator } from '../platform/i18n/index.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { spokenBy, writeTo } from '../platform/mail/letter.ts'
import { services } from '../platform/services.ts'
import { formatDateTime } from '../platform/time/format.ts'
import { postAccepted } from './submissions.ts'

/** Whoever is kept out cannot answer on their page. */
const OUT = new Set(['suspended', 'excluded'])

export function defineModerationJobs(jobs: Jobs) {
  jobs.define<{ id: string }>('mail.moderated', ({ id }) => mailDecision(id))
  jobs.define<{ id: string }>('moderation.return', async ({ id }) => {
    await returnFromSuspension(id)
  })
  jobs.define<{ id: string }>('moderation.post', ({ id }) => postAccepted(id))
}

/** What was decided about something of theirs, why, and how to answer. */
async function mailDecision(id: string) {
  const decision = await Decision.findById(id).lean()
  const author = decision && (await Member.findById(decision.author, 'name email language').lean())
  if (!decision || !author) return
  const language = spokenBy(author)
  const t = translator(language)
  const { act, excerpt, reason, word, until } = decision
  const values = {
    ...{ excerpt, link: `${services().baseUrl}/compte/moderation` },
    what: t(`moderation.told.${act}`),
    why: [reason && t(`moderation.reasons.${reason}`), word].filter(Boolean).join('\n'),
    until: until ? formatDateTime(until, language) : '',
  }
  const text = `moderation.mail.${OUT.has(act) ? act : 'decision'}`
  await writeTo(author, { subject: 'moderation.mail.subject', text, values })
}
