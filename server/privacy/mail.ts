import { type Language, translator } from '../i18n/index.ts'
import { networkSettings } from '../network/settings.ts'
import { services } from '../services.ts'

type Person = { name: string; email: string; language?: Language | null | undefined }

/** One mail of `privacy.mail.KIND`, in the language of who reads it. */
export async function mail(person: Person, kind: string, values: Record<string, string> = {}) {
  const t = translator(person.language ?? 'fr')
  const all = { ...values, name: person.name, network: (await networkSettings()).name }
  await services().mailer.send({
    to: person.email,
    subject: t(`privacy.mail.${kind}.subject`, all),
    text: t(`privacy.mail.${kind}.text`, all),
  })
}
