import { type Language, translator } from '../../platform/i18n/index.ts'
import {
  DRAFT_MONTHS,
  EXPORT_DAYS,
  FAILED_JOB_DAYS,
  IDLE_MONTHS,
  LAST_WARNING_DAYS,
  LEAVING_DAYS,
  PLACE_MONTHS,
  SESSION_DAYS,
  TRACE_MONTHS,
  UNCONFIRMED_DAYS,
  WARNING_DAYS,
} from './terms.ts'

const RULES = {
  idle: { months: IDLE_MONTHS, first: WARNING_DAYS, last: LAST_WARNING_DAYS },
  leaving: { days: LEAVING_DAYS },
  export: { days: EXPORT_DAYS },
  session: { days: SESSION_DAYS },
  place: { months: PLACE_MONTHS },
  edits: { months: TRACE_MONTHS },
  drafts: { months: DRAFT_MONTHS },
  unconfirmed: { days: UNCONFIRMED_DAYS },
  jobs: { days: FAILED_JOB_DAYS },
}

/** Every cookie that this site sets; a test compares them with what it really sends. */
export const COOKIES = ['rouedad', 'appareil', 'langue', 'apparence'] as const

/** What the hub really does, under whatever the administrators wrote. */
export function keptFor(language: Language) {
  const t = translator(language)
  return {
    rules: Object.entries(RULES).map(([name, values]) => t(`privacy.kept.${name}`, values)),
    cookies: COOKIES.map(name => ({ name, use: t(`privacy.cookies.${name}`) })),
  }
}
