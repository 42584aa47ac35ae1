import { Member } from '../../../models/member.ts'
import type { Language } from '../../platform/i18n/index.ts'
import type { Jobs } from '../../platform/jobs/jobs.ts'
import { type Reader, spokenBy, writeTo } from '../../platform/mail/letter.ts'
import { forget } from '../../platform/memory.ts'
import { services } from '../../platform/services.ts'
import { formatDateTime } from '../../platform/time/format.ts'
import { LINK_MINUTES, makeLink } from './door/links.ts'

/** What an owner hears of by mail: whoever took their account would do one of these. */
export type Alarm =
  | 'newDevice'
  | 'codesOn'
  | 'codesOff'
  | 'codesReset'
  | 'passwordChanged'
  | 'recoveryMade'
  | 'recoveryUsed'
  | 'passkeyAdded'
  | 'passkeyRemoved'
  | 'providerLinked'

type Values = Record<string, string>
type Told = { id: string; kind: Alarm; values: Values; at: Date }

export function defineSecurityJobs(jobs: Jobs) {
  jobs.define<Told>('mail.security', mailAlarm)
  jobs.define<{ email: string }>('mail.signInLink', mailSignInLink)
  jobs.define<Bound>('mail.providerLink', mailProviderLink)
}

export function tellOwner(id: string, kind: Alarm, values: Values = {}) {
  return services().jobs.soon<Told>('mail.security', { id, kind, values, at: new Date() })
}

async function mailAlarm({ id, kind, values, at }: Told) {
  // The operator's command changes the store from a process of its own.
  forget(`second_factors:${id}`)
  const owner = await Member.findById(id, 'name email state language').lean()
  if (owner?.state !== 'active') return
  const link = `${services().baseUrl}/compte/securite`
  const time = formatDateTime(new Date(at), spokenBy(owner))
  await mail(owner, kind, { ...values, link, time })
}

/** After the answer, so that its time does not say whether there is an account. */
async function mailSignInLink({ email }: { email: string }) {
  const member = await Member.findOne({ email, state: 'active' }, 'name email language').lean()
  if (!member) return
  const token = await makeLink({ kind: 'signIn', member: member._id })
  const link = `${services().baseUrl}/connexion/lien?token=${token}`
  await mail(member, 'signInLink', { link, minutes: String(LINK_MINUTES) })
}

type Bound = { email: string; binding: string; language: Language }

/** To whoever reads this address: it works only in the browser that asked for it. */
async function mailProviderLink({ email, binding, language }: Bound) {
  const token = await makeLink({ kind: 'provider', binding })
  const link = `${services().baseUrl}/connexion/oidc/lien?token=${token}`
  const known = await Member.findOne({ email }, 'language').lean()
  const reader = { name: '', email, language: known?.language ?? language }
  await mail(reader, 'providerLink', { link, minutes: String(LINK_MINUTES) })
}

function mail(reader: Reader, kind: string, values: Values) {
  const [subject, text] = [`security.mail.${kind}.subject`, `security.mail.${kind}.text`]
  return writeTo(reader, { subject, text, values })
}
