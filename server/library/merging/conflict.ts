import type { WrittenStep } from './written.ts'

/** What somebody prefers where two people changed the same thing; `both` is one after the other. */
export const CHOICES = ['mine', 'theirs', 'both'] as const
export type Choice = (typeof CHOICES)[number]
/** By the conflict's id. */
export type Choices = Readonly<Record<string, Choice | undefined>>

/** Where it is: a field, or a part of a step, told by the title that the step has in `mine`. */
type Place = {
  /** The same for the same three texts: `title`, `body.1`, `steps.2.minutes`. A form names its choice so. */
  id: string
  field: string
  step?: string
  /** What the result holds for now: `mine` until somebody chose. */
  choice: Choice
  chosen: boolean
  choices: readonly Choice[]
}

type Three<T> = { base: T; mine: T; theirs: T }

export type Conflict = Place &
  (
    | ({ kind: 'value' } & Three<string | number | undefined>)
    | ({ kind: 'text' } & Three<string>)
    /** One removed the step that the other changed: undefined where it is no more. */
    | ({ kind: 'step' } & Three<WrittenStep | undefined>)
    /** The titles, as each put them in order. */
    | ({ kind: 'order' } & Three<string[]>)
  )

const EITHER: readonly Choice[] = ['mine', 'theirs']

export function placed(
  choices: Choices,
  id: string,
  where: { field: string; step?: string | undefined },
  allowed = EITHER,
): Place {
  const asked = choices[id]
  const chosen = asked !== undefined && allowed.includes(asked)
  const { field, step } = where
  const place = { id, field, choice: chosen ? asked : 'mine', chosen, choices: allowed }
  return step === undefined ? place : { ...place, step }
}
