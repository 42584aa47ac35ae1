import { themeLabel } from '../../platform/content/themes.ts'
import { type Language, type Translate, translator } from '../../platform/i18n/index.ts'
import { formatDay, formatDuration } from '../../platform/time/format.ts'
import { groupSlugOf } from '../../platform/who/audience.ts'
import { publicLabel } from '../labels.ts'
import type { Difference, ListChange } from './compare.ts'
import { rowsOf } from './rows.ts'
import type { Fact, StepChange } from './steps.ts'
import { wordsBetween } from './words.ts'

/** A difference in the reader's words, for `resources/_difference`. */
export function differenceInWords({ facts, lists, steps, body }: Difference, language: Language) {
  const t = translator(language)
  return {
    facts: facts.map(fact => factInWords(fact, language)),
    lists: lists.map(list => listInWords(list, t)),
    steps: stepsInWords(steps, language),
    body: rowsOf(body),
  }
}

/** A fact as a reader says it; sentences tell which of their words changed. */
export function factInWords({ field, before, after }: Fact, language: Language) {
  const t = translator(language)
  const said = {
    before: valueInWords(field, before, language),
    after: valueInWords(field, after, language),
  }
  const parts = PROSE.has(field) ? wordsBetween(said.before, said.after) : undefined
  return { label: t(`fields.${field}`), ...said, parts }
}

const PROSE = new Set(['title', 'summary', 'cost'])
const CODED: Record<string, string> = {
  kind: 'library.kinds.',
  level: 'library.levels.',
  internet: 'library.internetNeeds.',
  mode: 'library.modes.',
}

export function valueInWords(field: string, value: string | number | null, language: Language) {
  if (value === null || value === '') return ''
  const t = translator(language)
  const family = CODED[field]
  if (family) return t(`${family}${value}`)
  if (field === 'licence')
    return value === 'All rights reserved' ? t('library.allRights') : `${value}`
  if (field === 'audience') return audienceInWords(`${value}`, t)
  if (field === 'verifyBy') return formatDay(new Date(`${value}T12:00:00Z`), language, 'UTC')
  if (typeof value === 'number' && /minutes$/i.test(field)) return formatDuration(value, language)
  return `${value}`
}

function audienceInWords(audience: string, t: Translate) {
  return groupSlugOf(audience) ? t('groups.onlyGroup') : t(`library.audiences.${audience}`)
}

function listInWords({ field, added, removed, reordered }: ListChange, t: Translate) {
  const label = { publics: publicLabel, themes: themeLabel }[field] ?? ((text: string) => text)
  const said = (texts: string[]) => texts.map(text => label(text, t))
  return { label: t(`fields.${field}`), added: said(added), removed: said(removed), reordered }
}

const TONES = { added: 'glass', removed: 'brick', changed: 'sea', same: '' }
const ICONS = { added: 'plus', removed: 'x', changed: 'pen', same: '' }

/** Each step that changed; those between, which did not, are named together. */
function stepsInWords(steps: StepChange[], language: Language) {
  const rows: ({ same: string[] } | ReturnType<typeof stepInWords>)[] = []
  for (const step of steps) {
    const last = rows.at(-1)
    if (step.status !== 'same' || step.moved) rows.push(stepInWords(step, language))
    else if (last && 'same' in last) last.same.push(step.title)
    else rows.push({ same: [step.title] })
  }
  return rows
}

function stepInWords(step: StepChange, language: Language) {
  const { status, moved, title, before, after } = step
  return {
    ...{ status, moved, title, before, after },
    tone: TONES[status],
    icon: ICONS[status],
    facts: step.facts.map(fact => factInWords(fact, language)),
    body: rowsOf(step.body),
  }
}
