import { folded } from '../http/slugs.ts'
import { LANGUAGES, translator } from '../i18n/index.ts'
import { renderMarkdown } from '../markdown/render.ts'
import type { ResourceInput } from './forms.ts'
import { minutesOf, publicLabel, themeLabel } from './labels.ts'
import { equipmentOf, publicKey, themeKey } from './vocabulary.ts'
import { wordsOfResource } from './words.ts'

export type Content = Omit<ResourceInput, 'change'>

const WITHOUT_DURATION = 1_000_000
/** Readers of French and of English find it by the words of their language. */
const speakers = LANGUAGES.map(translator)

/** What a record keeps of what was written: Markdown rendered once, and what finding it needs. */
export function contentOf({ change: _, ...input }: ResourceInput) {
  const durationMinutes = input.durationMinutes ?? (minutesOf(input.steps) || undefined)
  return {
    ...input,
    durationMinutes,
    html: renderMarkdown(input.body, { french: true, headingOffset: 2 }),
    steps: input.steps.map(step => ({
      ...step,
      html: renderMarkdown(step.body, { french: true, headingOffset: 3 }),
    })),
    publicKeys: [...new Set(input.publics.map(publicKey))],
    themeKeys: [...new Set(input.themes.map(themeKey))],
    equipment: equipmentOf(input.materials),
    words: wordsOfResource(input, wordsOfCodes(input)),
    sortTitle: folded(input.title),
    sortMinutes: durationMinutes ?? WITHOUT_DURATION,
  }
}

function wordsOfCodes({ publics, themes }: Content) {
  return speakers.flatMap(t => [
    ...themes.map(text => themeLabel(text, t)),
    ...publics.map(text => publicLabel(text, t)),
  ])
}

/** The fields that a save without a value must empty rather than leave. */
export function emptied(content: ReturnType<typeof contentOf>) {
  const optional = [
    'level',
    'durationMinutes',
    'preparationMinutes',
    'groupSize',
    'internet',
    'verifyBy',
  ] as const
  const missing = optional.filter(field => content[field] === undefined)
  return missing.length ? { $unset: Object.fromEntries(missing.map(field => [field, 1])) } : {}
}
