import { themeKey } from '../platform/content/themes.ts'
import { folded } from '../platform/http/slugs.ts'
import { renderMarkdown } from '../platform/markdown/render.ts'
import type { ResourceInput } from './forms.ts'
import { computersNeeded, mostPeople } from './kit.ts'
import { minutesOf } from './labels.ts'
import { equipmentOf, publicKey } from './vocabulary.ts'

const WITHOUT_DURATION = 1_000_000

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
    computersNeeded: computersNeeded(input.materials.map(folded), mostPeople(input.groupSize)),
    mostPeople: mostPeople(input.groupSize),
    sortTitle: folded(input.title),
    sortMinutes: durationMinutes ?? WITHOUT_DURATION,
  }
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
    'computersNeeded',
    'mostPeople',
  ] as const
  const missing = optional.filter(field => content[field] === undefined)
  return missing.length ? { $unset: Object.fromEntries(missing.map(field => [field, 1])) } : {}
}
