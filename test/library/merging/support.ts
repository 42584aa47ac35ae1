import fc from 'fast-check'
import { LEVELS, STEP_MODES } from '../../../models/words/resource.ts'
import { resourceForm } from '../../../server/library/forms.ts'
import {
  type Written,
  type WrittenStep,
  writtenOf,
} from '../../../server/library/merging/written.ts'

/** A resource as its form gives it. */
export function aWritten(fields: Partial<Written> = {}): Written {
  const { change: _, ...blank } = resourceForm.parse({ kind: 'sheet', title: 'Atelier' })
  return writtenOf({ ...blank, ...fields })
}

export function aStep(title: string, minutes = 10, body = ''): WrittenStep {
  return { title, minutes, mode: 'do', body }
}

const word = fc.constantFrom('arnaque', 'courriel', 'photo', 'trier', 'souris')
const lines = fc.array(fc.oneof(word, fc.constant('')), { maxLength: 6 })
const text = lines.map(words => words.join('\n'))
const list = fc.uniqueArray(word, { maxLength: 4 })
const step = fc.record({
  title: fc.constantFrom('Accueil', 'Le trombone', 'Bilan', 'Pause'),
  minutes: fc.constantFrom(0, 10, 20),
  mode: fc.constantFrom(...STEP_MODES),
  body: text,
})

/** Small ones over few words, so that two of them often touch the same things. */
export const written = fc
  .record({
    title: word,
    level: fc.option(fc.constantFrom(...LEVELS), { nil: undefined }),
    durationMinutes: fc.option(fc.constantFrom(30, 60), { nil: undefined }),
    groupSize: fc.option(fc.constantFrom(8, '6 à 8'), { nil: undefined }),
    materials: list,
    themes: list,
    tools: fc.uniqueArray(fc.record({ name: word, version: fc.constantFrom('', '7') }), {
      maxLength: 3,
      selector: ({ name, version }) => `${name} ${version}`,
    }),
    steps: fc.array(step, { maxLength: 4 }),
    body: text,
  })
  .map(aWritten)
