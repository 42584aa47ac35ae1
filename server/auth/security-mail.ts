import { Member } from '../../models/member.ts'
import { type Language, translator } from '../i18n/index.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { networkSettings } from '../network/settings.ts'
import { services } from '../services.ts'
import { LINK_MINUTES, makeLink } from './door/links.ts'

/** What an owner hears of by mail: whoever took their account would do one of these. */
export type Alarm =
  | 'newDevice'
  | 'codesOn'
  | 'codesOff'
  | 'recoveryMade'
  | 'recoveryUsed'
  | 'passkeyAdded'
  | 'passkeyRemoved'
  | 'providerLinked'

type Values = Record<string, string>
type Told = { id: string; kind: Alarm; language: Language; values: Values }

export function defineSecurityJobs(jobs: Jobs) {
  jobs.define<Told>('mail.security', mailAlarm)
  jobs.define<{ email: string; language: Language }>('mail.signInLink', mailSignInLink)
  jobs.define<Bound>('mail.providerLink', mailProviderLink)
}

export function tellOwner(id: string, kind: Alarm, language: Language, values: Values = {}) {
  return services().jobs.soon<Told>('mail.security', { id, kind, language, values })
}

async function mailAlarm({ id, kind, language, values }: Told) {
  const owner = await Member.findById(id, 'name email state').lean()
  if (owner?.state !== 'active') return
  const link = `${services().baseUrl}/compte/securite`
  await mail(owner.email, kind, language, { ...values, name: owner.name, link })
}

/** After the answer, so that its time does not say whether there is an account. */
async function mailSignInLink({ email, language }: { email: string; language: Language }) {
  const member = await Member.findOne({ email, state: 'active' }, 'name email').lean()
  if (!member) return
  const token = await makeLink({ kind: 'signIn', member: member._id })
  const link = `${services().baseUrl}/connexion/lien?token=${token}`
  const values = { name: member.name, link, minutes: String(LINK_MINUTES) }
  await mail(member.email, 'signInLink', language, values)
}

type Bound = { email: string; binding: string; language: Language }

/** To whoever reads this address: it works only in the browser that asked for it. */
async function mailProviderLink({ email, binding, language }: Bound) {
  const token = await makeLink({ kind: 'provider', binding })
  const link = `${services().baseUrl}/connexion/oidc/lien?token=${token}`
  await mail(email, 'providerLink', language, { link, minutes: String(LINK_MINUTES) })
}

async function mail(to: string, kind: string, language: Language, values: Values) {
  const t = translator(language)
  const network = (await networkSettings()).name
  await services().mailer.send({
    to,
    subject: t(`security.mail.${kind}.subject`, { ...values, network }),
    text: t(`security.mail.${kind}.text`, { ...values, network }),
  })
}
