import type { MemberDocument, MemberRecord } from '../../../models/member.ts'
import { DAYS, MOMENTS } from '../../../models/words/member.ts'
import { themeKey, themeLabel } from '../../platform/content/themes.ts'
import type { Translate } from '../../platform/i18n/index.ts'
import { isMember, type Viewer, type Visitor } from '../../platform/who/viewer.ts'
import type { HelpInput } from './help-forms.ts'
import { spaceIdOf } from './space-choices.ts'

/** Only volunteers offer their time here; whoever prepares workshops finds them. */
export function canOfferHelp(viewer: Viewer | Visitor): viewer is Viewer {
  return isMember(viewer) && viewer.role === 'volunteer'
}

export function canFindHelp(viewer: Viewer | Visitor): viewer is Viewer {
  return isMember(viewer) && viewer.role !== 'volunteer'
}

export async function offerHelp(member: MemberDocument, input: HelpInput) {
  const { found, themes, skills, times, radiusKm } = input
  const near = await spaceIdOf(input.near, 'near')
  const keys = helpKeys(themes, skills)
  member.set({ skills, help: { found, themes, keys, times, near, radiusKm } })
  await member.save()
}

/** What is searched: codes of themes, and the slug of whatever else was written. */
export function helpKeys(themes: readonly string[], skills: readonly string[]) {
  return [...new Set([...themes, ...skills.map(themeKey)])]
}

/** What a volunteer offers, as those who look for help read it; nothing of who does not want to be found. */
export function presentHelp({ help }: Pick<MemberRecord, 'help'>, t: Translate) {
  if (!help?.found) return undefined
  return {
    themes: help.themes.map(theme => themeLabel(theme, t)),
    times: [...help.times],
    radiusKm: help.radiusKm,
    days: daysOf(help.times, t),
  }
}

/** « lundi : matin, soir » for each day that has some. */
function daysOf(times: readonly string[], t: Translate) {
  return DAYS.map(day => ({
    day: t(`volunteers.days.${day}`),
    moments: MOMENTS.filter(moment => times.includes(`${day}-${moment}`))
      .map(moment => t(`volunteers.moments.${moment}`))
      .join(', '),
  })).filter(({ moments }) => moments)
}
