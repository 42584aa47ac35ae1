import type { ResourceRecord } from '../../../models/resource.ts'
import { RunReport, type RunReportRecord } from '../../../models/run-report.ts'
import type { Language } from '../../platform/i18n/index.ts'
import { remember, type Topic } from '../../platform/memory.ts'
import { presentRuns, runWords } from './presenter.ts'

const TOPICS: readonly Topic[] = ['run_reports', 'members', 'spaces']

/** Reports of a sheet that stand, the latest first. */
export function standing(resource: Pick<ResourceRecord, '_id'>) {
  return RunReport.find({ resource: resource._id, hiddenAt: null }).sort({ day: -1, _id: -1 })
}

/** The latest ones, for the sheet's own page. */
export function latestRuns(resource: ResourceRecord, limit: number, language: Language) {
  // The tally says it without a query.
  if (!resource.tally?.runs) return Promise.resolve([])
  return remember(TOPICS, `runs ${resource._id} ${limit} ${language}`, async () => {
    const runs = await standing(resource).limit(limit).lean<RunReportRecord[]>()
    return (await presentRuns(runs, resource)).map(run => runWords(run, language))
  })
}

/** Half of those who told how long it lasted needed less; null until three did. */
export function usualMinutes(resource: ResourceRecord) {
  if ((resource.tally?.runs ?? 0) < 3) return Promise.resolve(null)
  return remember(['run_reports'], `usual minutes ${resource._id}`, async () => {
    const told = await RunReport.find({ resource: resource._id, hiddenAt: null }, 'minutes').lean()
    const minutes = told.flatMap(({ minutes }) => minutes ?? []).sort((a, b) => a - b)
    return minutes.length < 3 ? null : (minutes[Math.floor((minutes.length - 1) / 2)] ?? null)
  })
}
