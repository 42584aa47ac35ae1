import type { ResourceRecord } from '../../../models/resource.ts'
import type { VerificationRecord } from '../../../models/verification.ts'
import { type Byline, bylinesOf } from '../../library/authors.ts'
import { resourceUrl } from '../../library/presenter.ts'
import type { Language } from '../../platform/i18n/index.ts'
import { frenchTypography } from '../../platform/markdown/typography.ts'
import { formatShortDay } from '../../platform/time/format.ts'

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
    day: formatShortDay(new Date(check.at), language),
    said: frenchTypography(check.word),
  }
}
