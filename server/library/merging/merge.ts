import type { Choices, Conflict } from './conflict.ts'
import { mergeLists } from './lists.ts'
import { mergeSteps } from './steps.ts'
import { mergeText } from './text.ts'
import { mergeValue } from './values.ts'
import type { Written, WrittenStep } from './written.ts'

export type Merge = {
  /** Valid as it is: each conflict holds its choice, `mine` until somebody chose. */
  merged: Written
  conflicts: Conflict[]
}

/**
 * Three-way merge of a resource's words: `mine` and `theirs` both come from `base`. Fields are taken from
 * who changed them, lists by what was added and removed, steps are recognised by what they say (moved,
 * added, removed, each merged by its parts), texts are merged line by line. What both changed, each their
 * own way, is a conflict, solved by `choices` (its id → `mine`, `theirs`, or `both` for texts): ask again
 * with the same three and more choices. Pure: no database, no request.
 *
 * merge(base, a, base) = a, merge(base, a, a) = a, and both sides get the same when nothing conflicts.
 */
export function mergeWritten(
  base: Written,
  mine: Written,
  theirs: Written,
  choices: Choices = {},
): Merge {
  const conflicts: Conflict[] = []
  const value = <F extends ValueField>(field: F): Written[F] => {
    const three = { base: base[field], mine: mine[field], theirs: theirs[field] }
    const one = mergeValue(three, { id: field, field }, choices)
    conflicts.push(...one.conflicts)
    return one.merged
  }
  const list = (field: ListField) =>
    mergeLists(base[field], mine[field], theirs[field], text => text)
  const { kind, title, summary } = {
    kind: value('kind'),
    title: value('title'),
    summary: value('summary'),
  }
  const steps = mergeSteps(base.steps, mine.steps, theirs.steps, choices)
  const body = mergeText(base.body, mine.body, theirs.body, { id: 'body', field: 'body' }, choices)
  const merged: Written = {
    ...{ kind, title, summary },
    publics: list('publics'),
    level: value('level'),
    durationMinutes: bothChangedSteps(base, mine, theirs)
      ? minutesOf(steps.merged) || undefined
      : value('durationMinutes'),
    preparationMinutes: value('preparationMinutes'),
    groupSize: value('groupSize'),
    materials: list('materials'),
    internet: value('internet'),
    cost: value('cost'),
    tools: mergeLists(base.tools, mine.tools, theirs.tools, one => `${one.name}\n${one.version}`),
    systems: list('systems'),
    prerequisites: list('prerequisites'),
    verifyBy: value('verifyBy'),
    themes: list('themes'),
    licence: value('licence'),
    audience: value('audience'),
    steps: steps.merged,
    body: body.merged,
  }
  return { merged, conflicts: [...conflicts, ...steps.conflicts, ...body.conflicts] }
}

type ListField = 'publics' | 'materials' | 'systems' | 'prerequisites' | 'themes'
type ValueField = {
  [F in keyof Written]-?: Written[F] extends string | number | undefined ? F : never
}[keyof Written]

/** Nobody typed a duration, which is then the sum of the steps, and both sides changed that sum. */
function bothChangedSteps(base: Written, mine: Written, theirs: Written) {
  const summed = [mine, theirs].every(
    ({ durationMinutes, steps }) => (durationMinutes ?? minutesOf(steps)) === minutesOf(steps),
  )
  const [before, ours, their] = [base, mine, theirs].map(({ steps }) => JSON.stringify(steps))
  return summed && ours !== before && their !== before && ours !== their
}

function minutesOf(steps: readonly WrittenStep[]) {
  return steps.reduce((sum, { minutes }) => sum + minutes, 0)
}
