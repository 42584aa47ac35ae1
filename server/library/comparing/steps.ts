import { matchSteps } from '../merging/matching.ts'
import { STEP_FACTS, type WrittenStep } from '../merging/written.ts'
import { type Block, type Patience, patience, textBetween } from './text.ts'

export type Fact = {
  field: string
  before: string | number | null
  after: string | number | null
}

export type StepChange = {
  status: 'same' | 'changed' | 'added' | 'removed'
  /** Taken out of the order that the others keep. */
  moved: boolean
  title: string
  /** Its number in each version, from 1; null where it is not. */
  before: number | null
  after: number | null
  facts: Fact[]
  /** Of its detail; the whole of it when the step was added or removed. */
  body: Block[]
}

/** The steps in the order of `after`, those that were removed where they stood; empty when nothing changed. */
export function stepsBetween(
  before: readonly WrittenStep[],
  after: readonly WrittenStep[],
  left = patience(),
): StepChange[] {
  const matches = matchSteps(before, after)
  const origin = new Map([...matches].map(([from, to]) => [to, from]))
  const stayed = inOrder(after.flatMap((_, to) => origin.get(to) ?? []))
  const changes = after.map((step, to) => {
    const from = origin.get(to)
    const was = from === undefined ? undefined : before[from]
    if (from === undefined || !was) return whole('added', step, to)
    return between(was, step, { from, to, moved: !stayed.has(from) }, left)
  })
  const gone = before.flatMap((step, from) =>
    matches.has(from) ? [] : [whole('removed', step, from)],
  )
  const all = gone.reduce(putBack, changes)
  return all.some(({ status, moved }) => status !== 'same' || moved) ? all : []
}

function whole(status: 'added' | 'removed', step: WrittenStep, index: number): StepChange {
  const number = index + 1
  const { title, body } = step
  const places =
    status === 'added' ? { before: null, after: number } : { before: number, after: null }
  const facts = STEP_FACTS.filter(field => field !== 'title').map(field => ({
    field,
    before: status === 'added' ? null : step[field],
    after: status === 'added' ? step[field] : null,
  }))
  const lines = body === '' ? [] : body.split('\n')
  return {
    status,
    moved: false,
    title,
    ...places,
    facts,
    body: lines.length ? [{ kind: status, lines }] : [],
  }
}

type Move = { from: number; to: number; moved: boolean }

function between(
  was: WrittenStep,
  step: WrittenStep,
  { from, to, moved }: Move,
  left: Patience,
): StepChange {
  const facts = STEP_FACTS.filter(field => was[field] !== step[field]).map(field => ({
    field,
    before: was[field],
    after: step[field],
  }))
  const body = textBetween(was.body, step.body, left)
  const status = facts.length + body.length > 0 ? 'changed' : 'same'
  return { status, moved, title: step.title, before: from + 1, after: to + 1, facts, body }
}

/** After the step that it followed, or first. */
function putBack(changes: StepChange[], gone: StepChange): StepChange[] {
  const followed = changes.findLastIndex(
    ({ before, moved }) => before !== null && !moved && before < (gone.before ?? 0),
  )
  return changes.toSpliced(followed + 1, 0, gone)
}

/** The longest run of places that grow: what is not in it has moved. */
function inOrder(places: number[]): ReadonlySet<number> {
  const longest: number[][] = []
  for (const place of places) {
    const before = longest.filter(run => (run.at(-1) ?? -1) < place)
    const best = before.reduce<number[]>((a, b) => (b.length > a.length ? b : a), [])
    longest.push([...best, place])
  }
  return new Set(longest.reduce<number[]>((a, b) => (b.length > a.length ? b : a), []))
}
