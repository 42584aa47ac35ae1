import type { ResourceRecord } from '../../../models/resource.ts'
import type { RunReportRecord } from '../../../models/run-report.ts'
import { type Byline, bylinesOf, spacesOf } from '../../library/authors.ts'
import { publicLabel } from '../../library/labels.ts'
import { resourceUrl } from '../../library/presenter.ts'
import { dayWords } from '../../library/verification.ts'
import { type Language, translator } from '../../platform/i18n/index.ts'
import { frenchTypography } from '../../platform/markdown/typography.ts'
import { formatDuration } from '../../platform/time/format.ts'

const TONES = { well: 'glass', adjust: 'wheat', hard: 'brick' }

type Place = Awaited<ReturnType<typeof spacesOf>> extends Map<string, infer P> ? P : never
type Sheet = Pick<ResourceRecord, 'slug'>
type Around = { people: Map<string, Byline>; places: Map<string, Place> }

export function runsUrl(resource: Sheet) {
  return `${resourceUrl(resource)}/seances`
}

/** Reports of one sheet as JSON and pages have them, in three queries. */
export async function presentRuns(runs: RunReportRecord[], resource: Sheet) {
  const [people, places] = await Promise.all([
    bylinesOf(runs.map(({ member }) => member)),
    spacesOf(runs.map(({ space }) => space)),
  ])
  return runs.map(run => presentRun(run, resource, { people, places }))
}

export async function presentOneRun(run: RunReportRecord, resource: Sheet) {
  const [presented] = await presentRuns([run], resource)
  if (!presented) throw new Error('A report was presented as nothing')
  return presented
}

function presentRun(run: RunReportRecord, resource: Sheet, { people, places }: Around) {
  const { day, headcount, publics, changes, body, html, photo, createdAt, editedAt } = run
  const url = `${runsUrl(resource)}/${run._id}`
  return {
    id: String(run._id),
    url,
    member: people.get(String(run.member)) ?? null,
    space: places.get(String(run.space)) ?? null,
    ...{ day, headcount, minutes: run.minutes ?? null, publics, outcome: run.outcome ?? null },
    ...{ changes, body, html },
    photo: photo
      ? {
          url: `${url}/photo?v=${photo.key.slice(-8)}`,
          ...{ alt: photo.alt, width: photo.width, height: photo.height },
        }
      : null,
    createdAt: createdAt.toISOString(),
    editedAt: editedAt?.toISOString() ?? null,
  }
}

export type PresentedRun = Awaited<ReturnType<typeof presentOneRun>>

/** What a page adds in words. */
export function runWords(run: PresentedRun, language: Language) {
  const t = translator(language)
  return {
    ...run,
    on: dayWords(run.day, language),
    lasted: run.minutes ? formatDuration(run.minutes, language) : null,
    publicNames: run.publics.map(text => publicLabel(text, t)).join(', '),
    tone: run.outcome ? TONES[run.outcome] : null,
    changed: frenchTypography(run.changes),
  }
}
