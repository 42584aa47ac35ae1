import { type Reader, writeTo } from '../../platform/mail/letter.ts'

/** One mail of `privacy.mail.KIND`, in the language of who reads it. */
export function mail(person: Reader, kind: string, values: Record<string, string> = {}) {
  const [subject, text] = [`privacy.mail.${kind}.subject`, `privacy.mail.${kind}.text`]
  return writeTo(person, { subject, text, values })
}
