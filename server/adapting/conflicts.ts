import { valueInWords } from '../library/comparing/presenter.ts'
import type { Conflict } from '../library/merging/conflict.ts'
import type { WrittenStep } from '../library/merging/written.ts'
import { type Language, type Translate, translator } from '../platform/i18n/index.ts'
import { formatDuration } from '../platform/time/format.ts'

/** A conflict as a question: where it is, and each answer with what it would give. */
export function conflictInWords(conflict: Conflict, language: Language) {
  const t = translator(language)
  const { id, field, step, chosen, choice } = conflict
  const place = conflict.kind === 'order' ? t('adapting.order') : t(`fields.${field}`)
  const text = (side: 'mine' | 'theirs') => sideInWords(conflict, side, language)
  const shown = { mine: text('mine'), theirs: text('theirs'), both: '' }
  return {
    name: `choices[${id}]`,
    place: step === undefined ? place : t('adapting.inStep', { step, place }),
    answers: conflict.choices.map(value => ({
      value,
      label: t(`adapting.choices.${value}`),
      text: shown[value],
      checked: chosen && choice === value,
    })),
  }
}

function sideInWords(conflict: Conflict, side: 'mine' | 'theirs', language: Language) {
  const t = translator(language)
  switch (conflict.kind) {
    case 'value':
      return valueInWords(conflict.field, conflict[side] ?? null, language) || t('adapting.empty')
    case 'text':
      return conflict[side].trim() || t('adapting.empty')
    case 'step':
      return stepInWords(conflict[side], t, language)
    case 'order':
      return conflict[side].map((title, n) => `${n + 1}. ${title}`).join('\n')
  }
}

function stepInWords(step: WrittenStep | undefined, t: Translate, language: Language) {
  if (!step) return t('adapting.stepRemoved')
  const lasts = step.minutes ? formatDuration(step.minutes, language) : ''
  return [[step.title, lasts].filter(Boolean).join(', '), step.body].filter(Boolean).join('\n')
}
