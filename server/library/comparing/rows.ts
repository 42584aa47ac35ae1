import type { Block } from './text.ts'
import type { Part } from './words.ts'

/** Lines of unchanged text that stay in sight beside a change. */
const NEAR = 2
/** Shorter than that, folding away hides nothing worth it. */
const LEAST_FOLDED = 4

export type Row =
  | { kind: 'same' | 'added' | 'removed'; text: string }
  | { kind: 'folded'; text: string; count: number }
  | { kind: 'changed'; parts: Part[] }

/** A text's blocks as a page shows them: what did not change is folded away, but for what is beside a change. */
export function rowsOf(blocks: Block[]): Row[] {
  return blocks.flatMap((block, index): Row[] => {
    if (block.kind === 'changed') return [block]
    if (block.kind !== 'same') return textRow(block.kind, block.lines)
    return folded(block.lines, index > 0, index < blocks.length - 1)
  })
}

function folded(lines: string[], follows: boolean, leads: boolean): Row[] {
  const written = lines.flatMap((line, at) => (line.trim() ? [at] : []))
  const from = follows ? (written[NEAR] ?? lines.length) : 0
  const to = leads ? (written.at(-NEAR) ?? 0) : lines.length
  const hidden = lines.slice(from, to).filter(line => line.trim()).length
  if (hidden < LEAST_FOLDED) return textRow('same', lines)
  return [
    ...textRow('same', lines.slice(0, from)),
    { kind: 'folded', text: lines.slice(from, to).join('\n').trim(), count: hidden },
    ...textRow('same', lines.slice(to)),
  ]
}

function textRow(kind: 'same' | 'added' | 'removed', lines: string[]): Row[] {
  const text = lines.join('\n').replace(/^\n+|\s+$/g, '')
  return text ? [{ kind, text }] : []
}
