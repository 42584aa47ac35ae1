import type { AttachmentRecord } from '../../models/attachment.ts'
import type { ResourceRecord } from '../../models/resource.ts'
import type { RevisionRecord } from '../../models/revision.ts'
import { presentAttachment } from '../platform/attachments/present.ts'
import { type Language, translator } from '../platform/i18n/index.ts'
import { frenchTypography } from '../platform/markdown/typography.ts'
import { formatBytes, formatDuration, formatShortDay } from '../platform/time/format.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'
import type { Byline } from './authors.ts'
import { averageWords, presentAverage } from './average.ts'
import { checkState } from './due.ts'
import { clockOf, labelsOf, legendOf, minutesOf, TONES, ticksOf } from './labels.ts'
import type { Credit } from './origin.ts'
import { canArchive, canEdit, canPublish, stateAfterSave } from './policy.ts'
import { cardWords, presentState } from './verification.ts'

const NEW_DAYS = 14

export function resourceUrl({ slug }: { slug: string }) {
  return `/ressources/${slug}`
}

/** A resource on a card: all but its long texts. The words of the reader's language are in `labels`. */
export function presentCard(
  record: CardRecord,
  people: People,
  language: Language,
  now = Date.now(),
) {
  const author = people.get(String(record.author))
  const checker = people.get(String(record.tally?.checkedBy))
  const practice = minutesOf(record.steps, 'do')
  const partly = practice < (record.durationMinutes ?? 0)
  return {
    id: String(record._id),
    url: resourceUrl(record),
    slug: record.slug,
    kind: record.kind,
    title: record.title,
    summary: record.summary,
    publics: record.publics,
    level: record.level ?? null,
    durationMinutes: record.durationMinutes ?? null,
    groupSize: record.groupSize ?? null,
    materials: record.materials,
    internet: record.internet ?? null,
    cost: record.cost ?? '',
    steps: record.steps.map(({ title, minutes, mode }) => ({ title, minutes, mode })),
    themes: record.themes,
    licence: record.licence,
    audience: record.audience,
    state: record.state,
    version: record.version,
    author: author ?? null,
    runs: presentTally(record),
    rating: presentAverage(record),
    verification: presentState(record, checker),
    toVerify: checkState(record, new Date(now)).due,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    ...wordsOf(record, language),
    given: givenBack(record, checker, language),
    /** Told beside the duration, when it is a part of it. */
    practiceMinutes: partly ? practice : null,
    isNew:
      record.state === 'published' && now - record.publishedAt.getTime() < NEW_DAYS * 86_400_000,
  }
}

/** For whom, how many, with what, how hard: one line of a card. */
function wordsOf(record: CardRecord, language: Language) {
  const labels = labelsOf(record, language)
  const facts = [labels.publics.join(', '), labels.group, labels.material, labels.level]
  return { labels, facts: facts.filter(Boolean).join('\u00A0· ') }
}

function presentTally({ tally }: CardRecord) {
  const { runs = 0, spaces = 0, people = 0, lastRunOn = null } = tally ?? {}
  return { count: runs, spaces, people, lastOn: lastRunOn ?? null }
}

/** What others made of it: one line of a card. */
function givenBack(record: CardRecord, checker: Byline | undefined, language: Language) {
  const runs = record.tally?.runs ?? 0
  const ran = runs > 0 ? translator(language)('runs.ran', { count: runs }) : null
  const rated = averageWords(record, language)
  return [ran, rated, cardWords(record, checker?.name, language)].filter(Boolean).join('\u00A0· ')
}

export type CardRecord = Omit<ResourceRecord, 'steps' | 'body' | 'html' | 'words'> & {
  steps: { title: string; minutes: number; mode: 'talk' | 'show' | 'do' }[]
}
export type Card = ReturnType<typeof presentCard>

/** Everything of a resource, as its JSON and its page need it; the same for every reader of a language. */
export function presentResource(
  record: ResourceRecord,
  people: People,
  language: Language,
  adaptedFrom: Credit = null,
) {
  const author = people.get(String(record.author))
  const {
    practiceMinutes: _,
    isNew: __,
    facts: ___,
    given: ____,
    ...card
  } = presentCard(record, people, language)
  return {
    ...card,
    body: record.body,
    html: record.html,
    preparationMinutes: record.preparationMinutes ?? null,
    tools: (record.tools ?? []).map(({ name, version }) => ({ name, version })),
    systems: record.systems ?? [],
    prerequisites: record.prerequisites ?? [],
    verifyBy: record.verifyBy ?? null,
    steps: record.steps.map(presentStep),
    stepsMinutes: minutesOf(record.steps),
    attachments: presentAttachments(record),
    change: record.change,
    editor: people.get(String(record.editor)) ?? author ?? null,
    adaptedFrom,
  }
}

type People = Map<string, Byline>

export function presentAttachments(record: { slug: string; attachments: AttachmentRecord[] }) {
  return record.attachments.map(one =>
    presentAttachment(one, `${resourceUrl(record)}/pieces-jointes`),
  )
}

function presentStep({ title, minutes, mode, body, html }: ResourceRecord['steps'][number]) {
  return { title, minutes, mode, body, html }
}

/** What only the page says: hours of the timeline, dates, sizes. */
export function pageOfResource(record: ResourceRecord, language: Language) {
  const total = minutesOf(record.steps)
  const duration = record.durationMinutes ?? total
  return {
    icon: KIND_ICONS[record.kind],
    kinds: translator(language)(`library.kindsPlural.${record.kind}`),
    timeline: timelineOf(record.steps, language),
    legend: legendOf(record.steps, language),
    ticks: total > 0 ? ticksOf(total, language) : [],
    lasting: duration > 0 ? formatDuration(duration, language) : undefined,
    preparation: record.preparationMinutes
      ? formatDuration(record.preparationMinutes, language)
      : undefined,
    otherTotal:
      total > 0 && total !== duration
        ? { steps: formatDuration(total, language), told: formatDuration(duration, language) }
        : undefined,
    updated: formatShortDay(record.updatedAt, language),
    files: record.attachments.map(file => fileLine(file, record, language)),
    markdownSize: formatBytes(Buffer.byteLength(record.body), language),
  }
}

function timelineOf(steps: ResourceRecord['steps'], language: Language) {
  const t = translator(language)
  let start = 0
  return steps.map(({ title, minutes, mode, html }) => {
    const at = clockOf(start, language)
    start += minutes
    const lasts = minutes > 0 ? formatDuration(minutes, language) : undefined
    return {
      title: frenchTypography(title),
      html,
      at,
      lasts,
      tone: TONES[mode],
      // On one line: the column of hours is narrow.
      mode: t(`library.modes.${mode}`).replaceAll(' ', '\u00A0'),
    }
  })
}

const KIND_ICONS = { sheet: 'sheet', guide: 'wrench', programme: 'calendar' }
const FILE_ICONS: Record<string, string> = { image: 'image', archive: 'stack' }

function fileLine(file: AttachmentRecord, record: { slug: string }, language: Language) {
  const extension = /\.([^.]+)$/.exec(file.name)?.[1]?.toUpperCase()
  return {
    ...presentAttachment(file, `${resourceUrl(record)}/pieces-jointes`),
    icon: FILE_ICONS[file.kind] ?? 'sheet',
    facts: [extension, formatBytes(file.size, language)].filter(Boolean).join(', '),
  }
}

/** What this reader may do with it. */
export function rightsOn(record: ResourceRecord, viewer: Viewer | Visitor) {
  return {
    edit: canEdit(viewer, record),
    archive: canArchive(viewer, record) && record.state !== 'archived',
    restore: canArchive(viewer, record) && record.state === 'archived',
    publish: canPublish(viewer, record),
    /** Saving sends it back to review, which its writer should know before. */
    reviewAgain: viewer !== undefined && stateAfterSave(viewer) === 'review',
  }
}

/** A former version, in a list or whole. */
export function presentRevision(
  revision: Pick<RevisionRecord, 'version' | 'title' | 'change' | 'changed' | 'savedAt'>,
  editor: Byline | undefined,
  resource: { slug: string },
  language: Language,
) {
  const { version, title, change, changed, savedAt } = revision
  return {
    id: String(version),
    url: `${resourceUrl(resource)}/versions/${version}`,
    version,
    title,
    change,
    changed: changed ? { added: changed.added, removed: changed.removed } : null,
    editor: editor ?? null,
    savedAt: savedAt.toISOString(),
    day: formatShortDay(savedAt, language),
  }
}
