import type { Types } from 'mongoose'
import { Resource } from '../../../models/resource.ts'
import { RunReport } from '../../../models/run-report.ts'
import type { Language } from '../../platform/i18n/index.ts'
import { remember } from '../../platform/memory.ts'
import { audiencesOf, seenBy } from '../../platform/who/audience.ts'
import type { Viewer, Visitor } from '../../platform/who/viewer.ts'
import { today } from './forms.ts'

const MONTHS = 12
/** As high as the highest bar of the drawing. */
const HIGHEST = 10

type Month = { month: string; runs: number; people: number }

/**
 * The workshops of a space in these twelve months, of the sheets that this reader may see. One that was
 * archived since was no secret; one that is hidden or waits for review tells nothing.
 */
export function activityOf(space: { _id: Types.ObjectId }, viewer: Viewer | Visitor) {
  const months = lastMonths(today())
  const key = `activity ${space._id} ${months.at(-1)} ${audiencesOf(viewer)}`
  return remember(['run_reports', 'resources'], key, async () => {
    const told = await RunReport.find(
      { space: space._id, hiddenAt: null, day: { $gte: `${months[0]}-01` } },
      'resource day headcount',
    ).lean()
    if (told.length === 0) return { runs: 0, people: 0, months: [] }
    const _id = { $in: [...new Set(told.map(({ resource }) => String(resource)))] }
    const state = { $in: ['published', 'archived'] as const }
    const sheets = await Resource.find({ _id, state, ...seenBy(viewer) }, '_id').lean()
    const seen = new Set(sheets.map(({ _id }) => String(_id)))
    return sumsOf(
      told.filter(({ resource }) => seen.has(String(resource))),
      months,
    )
  })
}

function sumsOf(told: { day: string; headcount: number }[], months: string[]) {
  const people = (runs: typeof told) => runs.reduce((sum, { headcount }) => sum + headcount, 0)
  return {
    runs: told.length,
    people: people(told),
    months: months.map(month => {
      const runs = told.filter(({ day }) => day.startsWith(month))
      return { month, runs: runs.length, people: people(runs) }
    }),
  }
}

/** `2026-11` and the eleven before, the earliest first. */
function lastMonths(day: string) {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return Array.from({ length: MONTHS }, (_, n) =>
    new Date(Date.UTC(year, month - MONTHS + n, 1)).toISOString().slice(0, 7),
  )
}

/** Bars of a drawing, and the names of its months. */
export function activityWords(months: Month[], language: Language) {
  const most = Math.max(1, ...months.map(({ runs }) => runs))
  const name = new Intl.DateTimeFormat(language, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return months.map((one, n) => {
    const height = (one.runs / most) * HIGHEST
    return { ...one, x: n, y: HIGHEST - height, height, name: name.format(new Date(one.month)) }
  })
}
