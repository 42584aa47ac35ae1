import { DataExport } from '../../../models/data-export.ts'
import { expires } from '../../../models/expiring.ts'
import { Member } from '../../../models/member.ts'
import { features } from '../../platform/features/feature.ts'
import type { Jobs } from '../../platform/jobs/jobs.ts'
import { spokenBy } from '../../platform/mail/letter.ts'
import { services } from '../../platform/services.ts'
import { formatDay } from '../../platform/time/format.ts'
import { buildExport, removeExports, resumeExports } from './export/actions.ts'
import { mail } from './mail.ts'
import { removeDue } from './removal/again.ts'
import { mailLeaving, mailStaying } from './removal/mails.ts'
import { removeMember } from './removal/run.ts'
import { beginVisits, closeIdle } from './retention/idle.ts'
import { forgetPlaces, purgeFailedJobs } from './retention/traces.ts'

export function definePrivacyJobs(jobs: Jobs) {
  // One archive at a time: a network of a thousand members asks on the same day at most once.
  jobs.define<{ id: string }>('privacy.export', ({ id }) => buildExport(id), { concurrency: 1 })
  jobs.define<{ id: string }>('mail.export', mailExport)
  jobs.define<{ id: string }>('privacy.remove', ({ id }) => removeMember(id), { concurrency: 1 })
  jobs.define<{ id: string }>('mail.leaving', mailLeaving)
  jobs.define<{ id: string }>('mail.staying', mailStaying)
  jobs.define('privacy.daily', () => daily())
}

export async function schedulePrivacy(jobs: Jobs) {
  await jobs.every('1 day', 'privacy.daily')
}

// Their files go with them, which the store cannot do by itself.
expires({ deleteMany: removeExports }, 'endsAt')

/** Each rule by itself: what hinders one does not keep the others from being carried out. */
export async function daily(now = new Date()) {
  const rules = [
    removeDue,
    resumeExports,
    beginVisits,
    closeIdle,
    forgetPlaces,
    ...features().flatMap(({ removeOld }) => removeOld ?? []),
    purgeFailedJobs,
  ]
  const failures: unknown[] = []
  for (const rule of rules) await rule(now).catch((failure: unknown) => failures.push(failure))
  if (failures.length > 0) throw failures[0]
}

/** The link asks to be signed in: whoever reads the mailbox gets nothing by it. */
async function mailExport({ id }: { id: string }) {
  const ready = await DataExport.findOne({ _id: id, state: 'ready' }).lean()
  const member = ready && (await Member.findById(ready.member, 'name email language').lean())
  if (!ready || !member) return
  const day = formatDay(ready.endsAt, spokenBy(member))
  const link = `${services().baseUrl}/compte/donnees`
  await mail(member, 'export', { day, link })
}
