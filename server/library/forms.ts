import { z } from 'zod'
import { INTERNET_NEEDS, RESOURCE_KINDS, STEP_MODES } from '../../models/words/resource.ts'
import { askedAudience, audienceFields } from '../platform/http/audience-form.ts'
import { blankAsMissing, line, requiredLine, text } from '../platform/http/parse.ts'
import { levelOf, licenceOf } from './vocabulary.ts'

/** What people write of a resource: forms, JSON and imported files come through here. */
export const MOST_STEPS = 200
/** Empty rows that the form offers below the written ones. */
export const SPARE_ROWS = 2
const LONGEST_BODY = 400_000
const LONGEST_IN_ALL = 1_000_000

const KIND_WORDS: Record<string, string> = { fiche: 'sheet', program: 'programme' }

const kind = z.preprocess(
  value => (typeof value === 'string' ? (KIND_WORDS[value] ?? value) : value),
  z.enum(RESOURCE_KINDS),
)

/** Minutes as a number, or the digits that a form sends. */
const minutes = (max: number, min = 0) =>
  z.preprocess(
    value => (typeof value === 'string' && /^\d{1,9}$/.test(value.trim()) ? Number(value) : value),
    z.number().int().min(min).max(max),
  )

const level = blankAsMissing(
  line(40)
    .transform((value, context) => {
      if (value === '') return undefined
      const code = levelOf(value)
      if (!code) context.addIssue({ code: 'custom', message: 'invalid.choice' })
      return code
    })
    .optional(),
)

const groupSize = blankAsMissing(
  z
    .union([
      z.number().int().min(1).max(100_000),
      line(60).transform(value => (/^\d{1,5}$/.test(value) ? Number(value) : value)),
    ])
    .optional(),
)

const licence = blankAsMissing(line(60).default('CC BY-SA 4.0')).transform(licenceOf)

const onOneLine = <S extends z.ZodType>(schema: S) =>
  z.preprocess(
    value => (typeof value === 'string' ? value.trim().replace(/\s+/g, ' ') : (value ?? undefined)),
    schema,
  )

const isBlank = (value: unknown) => value === undefined || value === null || value === ''

/** Several values: a JSON list, the same field many times, or one text with a value a line. */
const lines = (item: z.ZodType<string>, max: number, separator = /\n/) =>
  z.preprocess(
    value => itemsOf(value, separator),
    z
      .array(item)
      .transform(values => [...new Set(values.filter(Boolean))])
      .pipe(z.array(z.string()).max(max)),
  )

function itemsOf(value: unknown, separator: RegExp) {
  if (isBlank(value)) return []
  if (typeof value !== 'string')
    return Array.isArray(value) ? value.filter(v => !isBlank(v)) : value
  return fromJson(value) ?? value.split(separator)
}

/** A multipart request of a script may carry its lists as JSON. */
function fromJson(value: string): unknown[] | undefined {
  if (!value.trimStart().startsWith('[')) return undefined
  try {
    const read: unknown = JSON.parse(value)
    return Array.isArray(read) ? read : undefined
  } catch {
    return undefined
  }
}

/** Programs and machines: objects in JSON; in the form one a line, « LibreOffice, 24.2 ». */
const tools = z.preprocess(
  value =>
    [itemsOf(value, /\n/)]
      .flat()
      .map(toolOf)
      .filter(one => !isBlank(one)),
  z
    .array(z.object({ name: requiredLine(80), version: blankAsMissing(line(40).default('')) }))
    .max(20),
)

function toolOf(written: unknown) {
  if (typeof written !== 'string') return written
  const [name = '', ...version] = written.split(',')
  return name.trim() ? { name, version: version.join(',') } : undefined
}

const step = z.object({
  title: requiredLine(200),
  minutes: blankAsMissing(minutes(20_160).default(0)),
  mode: blankAsMissing(z.enum(STEP_MODES).default('do')),
  body: blankAsMissing(text(100_000).default('')),
})

/** An empty row of the form is no step, but keeps its number in messages. */
const stepRow = z.preprocess(row => (isEmptyRow(row) ? undefined : row), step.optional())

function isEmptyRow(row: unknown) {
  if (isBlank(row)) return true
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return false
  const { mode: _, ...written } = row as Record<string, unknown>
  return Object.values(written).every(value => typeof value === 'string' && value.trim() === '')
}

const steps = z.preprocess(
  value => (isBlank(value) ? [] : typeof value === 'string' ? (fromJson(value) ?? value) : value),
  z
    .array(stepRow)
    .max(MOST_STEPS + SPARE_ROWS)
    .transform(rows => rows.filter(row => row !== undefined)),
)

const written = z.object({
  kind,
  title: requiredLine(200),
  summary: onOneLine(line(1_000).default('')),
  body: blankAsMissing(text(LONGEST_BODY).default('')),
  publics: lines(line(80), 20),
  /** The form's own field for publics without a box to tick, separated by commas. */
  otherPublics: lines(line(80), 20, /[,\n]/),
  level,
  durationMinutes: blankAsMissing(minutes(20_160, 1).optional()),
  preparationMinutes: blankAsMissing(minutes(20_160).optional()),
  groupSize,
  materials: lines(line(200), 100),
  internet: blankAsMissing(z.enum(INTERNET_NEEDS).optional()),
  cost: blankAsMissing(line(80).default('')),
  tools,
  systems: lines(line(60), 20, /[,\n]/),
  prerequisites: lines(line(200), 30),
  verifyBy: blankAsMissing(z.iso.date().optional()),
  steps,
  themes: lines(line(80), 20),
  otherThemes: lines(line(80), 20, /[,\n]/),
  licence,
  ...audienceFields,
  change: blankAsMissing(line(200).default('')),
})

/** Every field by its name, as the form sends it. */
export const WRITTEN_FIELDS = Object.keys(written.shape)

export const resourceForm = written
  .superRefine(({ body, steps }, context) => {
    const length = steps.reduce((sum, one) => sum + one.body.length, body.length)
    if (length > LONGEST_IN_ALL)
      context.addIssue({ code: 'custom', path: ['body'], message: 'invalid.resourceTooLong' })
  })
  .transform(({ publics, otherPublics, themes, otherThemes, audience, group, ...rest }) => ({
    ...rest,
    audience: askedAudience({ audience, group }, 'public'),
    publics: [...new Set([...publics, ...otherPublics])],
    themes: [...new Set([...themes, ...otherThemes])],
  }))

export type ResourceInput = z.output<typeof resourceForm>

/** An edit says which version it began from, so that nobody's work is written over unseen. */
export const startedFromForm = z.object({
  version: blankAsMissing(minutes(1_000_000, 1).optional()),
})

/** Who publishes says what they read: somebody may have changed it since. */
export const readForm = z.object({
  updatedAt: blankAsMissing(z.iso.datetime().pipe(z.coerce.date()).optional()),
})
