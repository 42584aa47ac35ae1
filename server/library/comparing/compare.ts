import type { Written } from '../merging/written.ts'
import { type Fact, type StepChange, stepsBetween } from './steps.ts'
import { type Block, patience, textBetween } from './text.ts'

export type ListChange = { field: string; added: string[]; removed: string[]; reordered: boolean }

export type Difference = {
  /** Of what holds one value. */
  facts: Fact[]
  lists: ListChange[]
  steps: StepChange[]
  body: Block[]
}

const FACTS = [
  'kind',
  'title',
  'summary',
  'level',
  'durationMinutes',
  'preparationMinutes',
  'groupSize',
  'internet',
  'cost',
  'verifyBy',
  'licence',
  'audience',
] as const
const LISTS = ['publics', 'themes', 'materials', 'systems', 'prerequisites'] as const

/** Everything that differs between two states of a resource, field by field, step by step, line by line. */
export function compare(before: Written, after: Written): Difference {
  const facts = FACTS.filter(field => (before[field] ?? '') !== (after[field] ?? '')).map(
    field => ({
      field,
      before: before[field] ?? null,
      after: after[field] ?? null,
    }),
  )
  const lists = LISTS.map(field => listBetween(field, before[field], after[field]))
  const left = patience()
  const tools = listBetween('tools', before.tools.map(toolInWords), after.tools.map(toolInWords))
  return {
    facts,
    lists: [...lists, tools].filter(isChanged),
    steps: stepsBetween(before.steps, after.steps, left),
    body: textBetween(before.body, after.body, left),
  }
}

export function isNothing({ facts, lists, steps, body }: Difference) {
  return facts.length + lists.length + steps.length + body.length === 0
}

function toolInWords({ name, version }: { name: string; version: string }) {
  return [name, version].filter(Boolean).join(' ')
}

function listBetween(field: string, before: string[], after: string[]): ListChange {
  const added = after.filter(item => !before.includes(item))
  const removed = before.filter(item => !after.includes(item))
  const kept = (items: string[], others: string[]) => items.filter(item => others.includes(item))
  const reordered = kept(before, after).join('\n') !== kept(after, before).join('\n')
  return { field, added, removed, reordered }
}

function isChanged({ added, removed, reordered }: ListChange) {
  return added.length + removed.length > 0 || reordered
}
