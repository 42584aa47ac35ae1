import { type Language, translator } from '../i18n/index.ts'
import { networkSettings } from '../network/settings.ts'
import { services } from '../services.ts'

export type Reader = { name: string; email: string; language?: Language | null | undefined }

type Letter = {
  /** Keys of the language files. */
  subject: string
  text: string
  values?: Record<string, string>
  unsubscribe?: string | undefined
}

/** The language that a member chose when they last did; French otherwise. */
export function spokenBy({ language }: Pick<Reader, 'language'>): Language {
  return language ?? 'fr'
}

/** One mail in the language of who reads it, whoever made it leave. */
export async function writeTo(reader: Reader, { subject, text, values, unsubscribe }: Letter) {
  const t = translator(spokenBy(reader))
  const all = { ...values, name: reader.name, network: (await networkSettings()).name }
  await services().mailer.send({
    to: reader.email,
    subject: t(subject, all),
    text: t(text, all),
    ...(unsubscribe ? { unsubscribe } : {}),
  })
}
