import type { Translate } from '../../platform/i18n/index.ts'
import { type ResourceInput, resourceForm } from '../forms.ts'
import type { TypedStep } from './typed.ts'

/**
 * What was typed so far, as if it were finished: what is missing has a name that says so, what is wrong is as in
 * `otherwise`.
 */
export function leniently(
  typed: Record<string, unknown>,
  t: Translate,
  otherwise: Partial<ResourceInput> = {},
): ResourceInput {
  const named = {
    ...typed,
    kind: typed.kind || (otherwise.kind ?? 'sheet'),
    title: String(typed.title ?? '').trim() || t('writing.untitled'),
    steps: Array.isArray(typed.steps) ? typed.steps.map(step => finished(step, t)) : [],
  }
  const first = resourceForm.safeParse(named)
  if (first.success) return first.data
  const wrong = new Set(first.error.issues.map(({ path }) => String(path[0])))
  const right = Object.entries(named).filter(([name]) => !wrong.has(name))
  const least = { kind: 'sheet', title: t('writing.untitled'), ...otherwise }
  const second = resourceForm.safeParse({ ...least, ...Object.fromEntries(right) })
  return second.success ? second.data : resourceForm.parse(least)
}

/** A step that says something has a title, and minutes that are a number. */
function finished(step: unknown, t: Translate) {
  const row: Partial<TypedStep> = { ...(typeof step === 'object' ? step : {}) }
  const { title = '', minutes = '', body = '' } = row
  if (!`${title}${minutes}${body}`.trim()) return row
  const time = /^\s*\d{1,5}\s*$/.test(String(minutes)) ? minutes : ''
  return { ...row, title: String(title).trim() || t('writing.untitledStep'), minutes: time }
}
