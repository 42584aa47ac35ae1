import { Member } from '../../../models/member.ts'
import { Resource } from '../../../models/resource.ts'
import { checkDay } from '../../library/due.ts'
import { resourceUrl } from '../../library/presenter.ts'
import { dayWords } from '../../library/verification.ts'
import { dayOf } from '../../people/privacy/terms.ts'
import type { Jobs } from '../../platform/jobs/jobs.ts'
import { spokenBy, writeTo } from '../../platform/mail/letter.ts'
import { services } from '../../platform/services.ts'

const REMIND = 'library.remind'
const MAIL = 'mail.verify'

export function defineCheckJobs(jobs: Jobs) {
  jobs.define(REMIND, async () => {
    await dateOld()
    await remindAuthors()
  })
  jobs.define(MAIL, mailReminder)
}

export async function scheduleChecks(jobs: Jobs) {
  await jobs.every('1 day', REMIND)
}

/** Resources of before the hub knew when to try them again. */
async function dateOld() {
  const old = Resource.find({ state: 'published', checkOn: null }, 'verifyBy publishedAt tally')
  for await (const one of old.lean().cursor())
    await Resource.updateOne({ _id: one._id }, { $set: { checkOn: checkDay(one) } })
}

/** The day that an author chose has come, and nobody tried it since: they are told, once a day chosen. */
export async function remindAuthors(now = new Date()) {
  const today = dayOf(now)
  const passed = Resource.find(
    { state: 'published', verifyBy: { $gt: '', $lte: today } },
    'verifyBy remindedOf tally',
  ).lean()
  for (const { _id, verifyBy, remindedOf, tally } of await passed) {
    if (!verifyBy || remindedOf === verifyBy || (tally?.checkedOn ?? '') >= verifyBy) continue
    // Whoever notes it first sends the mail: no other process does.
    const noted = await Resource.updateOne(
      { _id, remindedOf: remindedOf ?? null },
      { $set: { remindedOf: verifyBy } },
    )
    if (noted.matchedCount > 0) await services().jobs.soon(MAIL, { id: String(_id) })
  }
}

async function mailReminder({ id }: { id: string }) {
  const resource = await Resource.findById(id, 'slug title author verifyBy').lean()
  const author = resource && (await Member.findById(resource.author).lean())
  // Who wants no mail finds it on their home.
  if (!resource || !author || author.state !== 'active' || author.mail?.pace === 'never') return
  await writeTo(author, {
    subject: 'checks.mail.subject',
    text: 'checks.mail.text',
    values: {
      title: resource.title,
      day: dayWords(resource.verifyBy ?? '', spokenBy(author)),
      link: `${services().baseUrl}${resourceUrl(resource)}`,
      choice: `${services().baseUrl}/compte/courriels`,
    },
  })
}
