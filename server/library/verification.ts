import type { ResourceRecord } from '../../models/resource.ts'
import { type Language, translator } from '../platform/i18n/index.ts'
import { formatShortDay } from '../platform/time/format.ts'
import type { Byline } from './authors.ts'
import { checkState } from './due.ts'

type Checked = Pick<ResourceRecord, 'verifyBy' | 'publishedAt' | 'tally' | 'checkOn'>

/** The last word on a resource, in one sentence, and what it asks of a reader. */
export function stateWords(resource: Checked, by: string | undefined, language: Language) {
  const t = translator(language)
  const { state, due, late } = checkState(resource)
  const { checkedOn } = resource.tally ?? {}
  const day = checkedOn ? dayWords(checkedOn, language) : ''
  const name = by ?? t('library.formerMember')
  return {
    state,
    sentence: state === 'never' ? t('checks.never') : t(`checks.${state}`, { day, name }),
    /** Why somebody should try it again, when it is time. */
    due: due && state !== 'broken' ? dueWords(resource, late, language) : null,
  }
}

function dueWords({ verifyBy }: Checked, late: boolean, language: Language) {
  const t = translator(language)
  return late && verifyBy
    ? t('checks.late', { day: dayWords(verifyBy, language) })
    : t('checks.old')
}

/** Short, for a card. */
export function cardWords(resource: Checked, by: string | undefined, language: Language) {
  const t = translator(language)
  const { state } = checkState(resource)
  const { checkedOn } = resource.tally ?? {}
  if (state === 'never' || !checkedOn) return null
  const name = by ?? t('library.formerMember')
  return t(`checks.card.${state}`, { day: dayWords(checkedOn, language), name })
}

/** In JSON: what the last verification found; null when there is none. */
export function presentState({ tally }: Checked, by: Byline | undefined) {
  if (!tally?.checkedOn) return null
  return { works: tally.works !== false, on: tally.checkedOn, by: by ?? null }
}

/** « 3 mars 2027 » of 2027-03-03. */
export function dayWords(day: string, language: Language) {
  return formatShortDay(new Date(`${day}T12:00:00Z`), language, 'UTC')
}
