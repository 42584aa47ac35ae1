import { diffArrays } from 'diff'
import { type Part, wordsBetween } from './words.ts'

/** Lines as they stand one after the other; `changed` lines say which of their words were. */
export type Block =
  | { kind: 'same' | 'added' | 'removed'; lines: string[] }
  | { kind: 'changed'; parts: Part[] }

/** Beyond that many changed lines, two texts have nothing to do with each other. */
const MOST_EDITS = 800

/** How many letters may still be compared word by word: beyond, lines are told as replaced. */
export type Patience = { letters: number }
export const patience = (): Patience => ({ letters: 100_000 })

/** What changed between two texts, line by line and then word by word; empty when nothing did. */
export function textBetween(before: string, after: string, left = patience()): Block[] {
  if (before === after) return []
  const [from, to] = [linesOf(before), linesOf(after)]
  const changes = diffArrays(from, to, { maxEditLength: MOST_EDITS })
  if (!changes) return [block('removed', from), block('added', to)]
  const blocks: Block[] = []
  let gone: string[] = []
  for (const { value, added, removed } of [...changes, NOTHING]) {
    if (removed) gone = value
    else {
      blocks.push(
        ...(added ? rewritten(gone, value, left) : [block('removed', gone), block('same', value)]),
      )
      gone = []
    }
  }
  return blocks.filter(one => one.kind === 'changed' || one.lines.length > 0)
}

const NOTHING = { value: [], added: false, removed: false }

function linesOf(text: string) {
  return text === '' ? [] : text.split('\n')
}

function block(kind: 'same' | 'added' | 'removed', lines: string[]): Block {
  return { kind, lines }
}

/** Lines that replace others: those that are alike, in their order, tell their words. */
function rewritten(gone: string[], come: string[], left: Patience): Block[] {
  const blocks: Block[] = []
  let next = 0
  for (const line of gone) {
    const found = nearest(line, come, next, left)
    if (found) {
      blocks.push(block('added', come.slice(next, found.at)), found.changed)
      next = found.at + 1
    } else blocks.push(block('removed', [line]))
  }
  return joined([...blocks, block('added', come.slice(next))])
}

/** How far a rewritten line is looked for. */
const NEAR = 3

function nearest(line: string, come: string[], from: number, left: Patience) {
  for (let at = from; at < Math.min(come.length, from + NEAR); at++) {
    const other = come[at] ?? ''
    left.letters -= line.length + other.length
    const parts = left.letters > 0 ? wordsBetween(line, other) : undefined
    if (parts) return { at, changed: { kind: 'changed', parts } satisfies Block }
  }
  return undefined
}

function joined(blocks: Block[]) {
  const all: Block[] = []
  for (const one of blocks) {
    const last = all.at(-1)
    if (one.kind !== 'changed' && last?.kind === one.kind) last.lines.push(...one.lines)
    else all.push(one)
  }
  return all
}
