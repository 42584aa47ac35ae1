import type { SignInRecord } from '../../../../models/sign-in.ts'
import type { Language, Translate } from '../../../platform/i18n/index.ts'
import { formatShortDay } from '../../../platform/time/format.ts'

export const SECURITY = '/compte/securite'

/** A browser that its owner is signed in with; never its session's id. */
export function presentSignIn(signIn: SignInRecord, here: SignInRecord | undefined) {
  const { browser, system, place, way, startedAt, lastSeenOn } = signIn
  return {
    id: String(signIn._id),
    url: `${SECURITY}/appareils/${signIn._id}`,
    ...{ browser, system, place, way },
    startedOn: startedAt.toISOString().slice(0, 10),
    lastSeenOn,
    here: here?._id.equals(signIn._id) ?? false,
  }
}

export type PresentedSignIn = ReturnType<typeof presentSignIn>

/** What the page says besides: « Firefox sur Windows », and days in words. */
export function shownSignIn(signIn: PresentedSignIn, t: Translate, language: Language) {
  const { browser, system, startedOn, lastSeenOn } = signIn
  return {
    ...signIn,
    words: wordsOf(browser, system, t),
    isPhone: ['Android', 'iPhone', 'iPad'].includes(system),
    started: inWords(startedOn, language),
    lastSeen: inWords(lastSeenOn, language),
  }
}

export function inWords(day: string, language: Language) {
  return formatShortDay(new Date(`${day}T12:00:00Z`), language, 'UTC')
}

function wordsOf(browser: string, system: string, t: Translate) {
  if (browser && system) return t('security.browserOn', { browser, system })
  return browser || system || t('security.unknownBrowser')
}
