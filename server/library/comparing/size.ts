import type { Written } from '../merging/written.ts'

export type ChangeSize = { added: number; removed: number }

/** How many words a save added and removed, whatever their order: cheap, even for very long texts. */
export function sizeOfChange(before: Written, after: Written): ChangeSize {
  const [from, to] = [countsOf(before), countsOf(after)]
  return { added: more(to, from), removed: more(from, to) }
}

function more(counts: Map<string, number>, than: Map<string, number>) {
  let sum = 0
  for (const [word, count] of counts) sum += Math.max(0, count - (than.get(word) ?? 0))
  return sum
}

function countsOf(written: Written) {
  const { title, summary, body, publics, themes, materials, systems, prerequisites } = written
  const texts = [title, summary, body, ...publics, ...themes, ...materials, ...systems]
  const steps = written.steps.flatMap(step => [step.title, step.body])
  const counts = new Map<string, number>()
  for (const [word] of [...texts, ...prerequisites, ...steps]
    .join('\n')
    .matchAll(/[\p{L}\p{N}]+/gu))
    counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}
