import type { ResourceRecord } from '../../../models/resource.ts'
import type { VerificationRecord } from '../../../models/verification.ts'
import { type Byline, bylinesOf } from '../../library/authors.ts'
import { checkState } from '../../library/due.ts'
import { resourceUrl } from '../../library/presenter.ts'
import { type Language, translator } from '../../platform/i18n/index.ts'
import { frenchTypography } from '../../platform/markdown/typography.ts'
import { formatShortDay } from '../../platform/time/format.ts'
import { dayWords } from '../runs/presenter.ts'

const ZONE = 'Europe/Paris'

export function checksUrl(resource: Pick<ResourceRecord, 'slug'>) {
  return `${resourceUrl(resource)}/verifications`
}

export async function presentChecks(
  checks: VerificationRecord[],
  resource: Pick<ResourceRecord, 'slug'>,
) {
  const people = await bylinesOf(checks.map(({ member }) => member))
  return checks.map(check => presentCheck(check, resource, people))
}

function presentCheck(
  check: VerificationRecord,
  resource: Pick<ResourceRecord, 'slug'>,
  people: Map<string, Byline>,
) {
  const { works, tool, toolVersion, system, word, version, at } = check
  return {
    id: String(check._id),
    url: checksUrl(resource),
    member: people.get(String(check.member)) ?? null,
    ...{ works, tool, toolVersion, system, word, version },
    at: at.toISOString(),
  }
}

export type PresentedCheck = ReturnType<typeof presentCheck>

export function checkWords(check: PresentedCheck, language: Language) {
  return {
    ...check,
    using: [check.tool, check.toolVersion].filter(Boolean).join(' '),
    day: formatShortDay(new Date(check.at), language, ZONE),
    said: frenchTypography(check.word),
  }
}

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
