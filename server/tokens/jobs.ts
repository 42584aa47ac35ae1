import { Member } from '../../models/member.ts'
import { Token } from '../../models/token.ts'
import { type Language, translator } from '../i18n/index.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { networkSettings } from '../network/settings.ts'
import { services } from '../services.ts'
import { TOKENS } from './presenter.ts'

export function defineTokenJobs(jobs: Jobs) {
  jobs.define<{ id: string; language: Language }>('mail.newToken', mailNewToken)
}

/** Whoever took a session may have made a key of their own: the owner hears of each one. */
async function mailNewToken({ id, language }: { id: string; language: Language }) {
  const token = await Token.findById(id, 'member name').lean()
  const owner = await Member.findById(token?.member, 'name email state').lean()
  if (!token || owner?.state !== 'active') return
  const t = translator(language)
  const network = (await networkSettings()).name
  const link = `${services().baseUrl}${TOKENS}`
  await services().mailer.send({
    to: owner.email,
    subject: t('tokens.mail.subject', { network }),
    text: t('tokens.mail.text', { name: owner.name, token: token.name, network, link }),
  })
}
