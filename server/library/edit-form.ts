import type { Request, Response } from 'express'
import type { DraftRecord } from '../../models/draft.ts'
import type { ResourceRecord } from '../../models/resource.ts'
import { INTERNET_NEEDS, LEVELS, RESOURCE_KINDS, STEP_MODES } from '../../models/words/resource.ts'
import { audienceChoices } from '../people/groups/queries.ts'
import { THEMES, themeKey } from '../platform/content/themes.ts'
import { askedAudience, groupAsked } from '../platform/http/audience-form.ts'
import { language } from '../platform/http/preferences.ts'
import { startForm } from '../platform/http/respond.ts'
import { translator } from '../platform/i18n/index.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'
import { MOST_STEPS, SPARE_ROWS, WRITTEN_FIELDS } from './forms.ts'
import type { Stored } from './merging/written.ts'
import { reshaped, reshapesSteps } from './step-rows.ts'
import { LICENCES, PUBLICS, publicKey } from './vocabulary.ts'

const MORE_ROWS = 5

/** Starts the form with a stored resource, or empty; what was typed stays as it is. */
export function startResourceForm(
  req: Request,
  res: Response,
  resource?: ResourceRecord,
  draft?: DraftRecord,
) {
  if (reshapesSteps(req)) res.locals.form ??= { values: reshaped(req), errors: {} }
  const values = resource ? { ...formValues(resource), version: resource.version } : emptyForm(req)
  startForm(res, draft ? { ...values, ...draftValues(draft) } : values)
}

function emptyForm(req: Request) {
  const kind = RESOURCE_KINDS.find(one => one === req.query.type) ?? 'sheet'
  const audience = askedAudience({ group: groupAsked(req) }, 'public')
  return { kind, audience, licence: LICENCES[0], steps: [] }
}

/** As its writer left it: a list that they emptied stays empty. */
function draftValues({ _id, values, turn, baseVersion }: DraftRecord) {
  const emptied = Object.fromEntries(WRITTEN_FIELDS.map(name => [name, '']))
  const { licence, audience, kind, ...rest } = emptied
  return { ...rest, ...values, draft: String(_id), turn, version: baseVersion }
}

/** Anything that has the words of a resource, as the form's fields show them. */
export function formValues(resource: Stored) {
  const { kind, title, summary, body, level, durationMinutes, preparationMinutes } = resource
  const { groupSize, materials, steps, licence, audience } = resource
  return {
    ...{ kind, title, summary, body, level, durationMinutes, preparationMinutes, groupSize },
    ...{ steps, licence, audience },
    ...{ internet: resource.internet, cost: resource.cost, verifyBy: resource.verifyBy },
    tools: (resource.tools ?? [])
      .map(({ name, version }) => [name, version].filter(Boolean).join(', '))
      .join('\n'),
    systems: resource.systems?.join(', '),
    prerequisites: resource.prerequisites?.join('\n'),
    materials: materials.join('\n'),
    publics: resource.publics.map(publicKey),
    otherPublics: without(PUBLICS, resource.publics, publicKey),
    themes: resource.themes.map(themeKey),
    otherThemes: without(THEMES, resource.themes, themeKey),
  }
}

/** The texts that no box stands for. */
function without(known: readonly string[], texts: string[], keyOf: (text: string) => string) {
  return texts.filter(text => !known.includes(keyOf(text))).join(', ')
}

/** Everything one chooses from, in the reader's words. */
export function choicesOf(res: Response) {
  const t = translator(language(res))
  const options = (family: string, codes: readonly string[]) =>
    codes.map(value => ({ value, label: t(`library.${family}.${value}`) }))
  return {
    kinds: options('kinds', RESOURCE_KINDS),
    levels: options('levels', LEVELS),
    internet: options('internetNeeds', INTERNET_NEEDS),
    publics: options('publics', PUBLICS),
    themes: options('themes', THEMES),
    modes: options('modes', STEP_MODES.toReversed()),
    audiences: options('audiences', ['public', 'network']),
    licences: licencesOf(res).map(value => ({
      value,
      label: value === 'All rights reserved' ? t('library.allRights') : value,
    })),
  }
}

export function audiencesFor(viewer: Viewer | Visitor, res: Response) {
  return audienceChoices(viewer, choicesOf(res).audiences)
}

/** With the one that the resource has, when it is none of ours. */
function licencesOf(res: Response): string[] {
  const current: unknown = res.locals.form?.values?.licence
  const others = typeof current === 'string' && current ? [current] : []
  return [...new Set([...LICENCES, ...others])]
}

const SECTIONS: Record<string, string[]> = {
  who: [
    ...['publics', 'otherPublics', 'level', 'groupSize', 'durationMinutes', 'preparationMinutes'],
    ...['materials', 'internet', 'cost', 'themes', 'otherThemes'],
  ],
  steps: ['steps'],
  text: ['body'],
  tools: ['tools', 'systems', 'verifyBy', 'prerequisites'],
}

/** The parts of the form that begin open: those that hold something, or a mistake. */
export function openSections(req: Request, res: Response) {
  const { values = {}, errors = {} } = res.locals.form ?? {}
  const wrong = new Set(Object.keys(errors).map(name => name.split('.')[0] ?? ''))
  const isOpen = (fields: string[]) =>
    fields.some(name => wrong.has(name) || isWritten(values[name]))
  const open = Object.entries(SECTIONS).map(([name, fields]) => [name, isOpen(fields)])
  return { ...Object.fromEntries(open), ...(reshapesSteps(req) ? { steps: true } : {}) }
}

/** A row of steps says how it is done before anything is written in it. */
function isWritten(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isWritten)
  if (typeof value !== 'object' || value === null) return Boolean(value)
  const { mode: _, ...written } = { mode: '', ...value }
  return Object.values(written).some(isWritten)
}

/** The rows of the steps: those written, and empty ones. */
export function stepRows(req: Request, res: Response) {
  const steps: unknown = res.locals.form?.values?.steps
  const written = Array.isArray(steps) ? steps.length : 0
  const added = req.body?.addSteps ? MORE_ROWS : SPARE_ROWS
  const total = Math.max(1, Math.min(MOST_STEPS, written + added))
  return Array.from({ length: total }, (_, index) => ({ index, number: index + 1 }))
}
