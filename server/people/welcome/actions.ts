import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { Member, type MemberDocument } from '../../../models/member.ts'
import type { Language } from '../../platform/i18n/index.ts'
import { claims } from '../account/actions.ts'
import { spaceIdOf } from '../members/space-choices.ts'
import type { Preferences, welcomeForm } from './forms.ts'
import { nextMail } from './pace.ts'

/** Themes and pace of a member. Mails begin with what is new from now on. */
export function choose(member: MemberDocument, { themes, pace }: Preferences, language: Language) {
  const now = new Date()
  const { key = randomBytes(24).toString('base64url'), since = now } = member.mail ?? {}
  const goesOn = member.mail && member.mail.pace !== 'never'
  member.set({
    ...{ themes, language },
    mail: { pace, key, since: goesOn ? since : now, nextAt: nextMail(pace, now) },
  })
}

/** What the page of welcome asks, in one go; it is not shown again. */
export async function welcome(
  member: MemberDocument,
  { space, ...preferences }: z.output<typeof welcomeForm>,
  language: Language,
) {
  const chosen = await spaceIdOf(space)
  choose(member, preferences, language)
  if (chosen) member.set({ spaceClaimed: claims(member, chosen), space: chosen })
  member.set({ toWelcome: undefined })
  await member.save()
}

export async function skipWelcome(memberId: string) {
  await Member.updateOne({ _id: memberId }, { $unset: { toWelcome: 1 } })
}

/** The link of each mail ends them, however often it is followed. Answers whether there is such a link. */
export async function endMails(key: string) {
  const ended = { $set: { 'mail.pace': 'never' as const }, $unset: { 'mail.nextAt': 1 as const } }
  const { matchedCount } = await Member.updateOne({ 'mail.key': key }, ended)
  return matchedCount > 0
}
