import type { ResourceRecord } from '../../../models/resource.ts'
import { Verification, type VerificationRecord } from '../../../models/verification.ts'
import type { Language } from '../../platform/i18n/index.ts'
import { remember, type Topic } from '../../platform/memory.ts'
import { checkWords, presentChecks } from './presenter.ts'

const TOPICS: readonly Topic[] = ['verifications', 'members', 'spaces', 'resources']
const MOST_SHOWN = 200

/** The last word on each tool, version and system, the latest first. */
export async function lastChecks(resource: Pick<ResourceRecord, '_id' | 'slug'>) {
  const all = await Verification.find({ resource: resource._id })
    .sort({ at: -1 })
    .limit(MOST_SHOWN)
    .lean<VerificationRecord[]>()
  const latest = new Map<string, VerificationRecord>()
  for (const check of all) {
    const { tool, toolVersion, system } = check
    const key = [tool, toolVersion, system].join('\n').toLowerCase()
    if (!latest.has(key)) latest.set(key, check)
  }
  return presentChecks([...latest.values()], resource)
}

/** Those of them that say with what, and the words of the last one that failed. */
export function checksOf(resource: ResourceRecord, limit: number, language: Language) {
  // The tally says it without a query.
  if (!resource.tally?.checkedOn) return Promise.resolve({ rows: [], word: '', by: undefined })
  return remember(TOPICS, `checks ${resource._id} ${limit} ${language}`, async () => {
    const checks = (await lastChecks(resource)).map(check => checkWords(check, language))
    const [last] = checks
    return {
      rows: checks.filter(({ tool, system }) => tool || system).slice(0, limit),
      word: last && !last.works ? last.said : '',
      by: last?.member?.name,
    }
  })
}
