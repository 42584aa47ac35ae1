import handlebars from 'handlebars'
import { folded } from '../platform/http/slugs.ts'
import { spelledIn } from './spelled.ts'

const PASSAGE = 180
/** What comes before the first word that was found. */
const LEAD = 50
const LONGEST_READ = 200_000

export type Highlighted = { text: string; html: string }

/** The text as HTML, the words that were found in `<mark>`. */
export function highlight(text: string, spellings: ReadonlySet<string>): string {
  let html = ''
  let end = 0
  for (const { index, word } of spelledIn(text, spellings)) {
    html += `${escaped(text.slice(end, index))}<mark>${escaped(word)}</mark>`
    end = index + word.length
  }
  return html + escaped(text.slice(end))
}

/** The part of these texts that says the most of what was found, the earliest if several do; undefined when none does. */
export function passageOf(
  texts: readonly string[],
  spellings: ReadonlySet<string>,
): Highlighted | undefined {
  let best: { text: string; start: number; count: number } | undefined
  for (const text of texts) {
    const found = foundIn(text.slice(0, LONGEST_READ), spellings)
    const part = richest(found)
    if (part && part.count > (best?.count ?? 0)) best = { text, ...part }
  }
  if (!best) return undefined
  const text = cutAround(best.text, best.start)
  return { text, html: highlight(text, spellings) }
}

type Found = { index: number; word: string }

function foundIn(text: string, spellings: ReadonlySet<string>): Found[] {
  return Array.from(spelledIn(text, spellings), found => ({ ...found, word: folded(found.word) }))
}

/** Where a passage should begin, and how many different words it holds. */
function richest(found: readonly Found[]) {
  let best: { start: number; count: number } | undefined
  for (const [i, { index }] of found.entries()) {
    const words = new Set<string>()
    for (let j = i; j < found.length; j++) {
      const next = found[j]
      if (!next || next.index > index + PASSAGE - LEAD) break
      words.add(next.word)
    }
    if (words.size > (best?.count ?? 0)) best = { start: index, count: words.size }
  }
  return best
}

function cutAround(text: string, start: number) {
  const from = start <= LEAD ? 0 : text.indexOf(' ', start - LEAD) + 1
  const to = from + PASSAGE >= text.length ? text.length : text.lastIndexOf(' ', from + PASSAGE)
  const part = text
    .slice(from, to > start ? to : from + PASSAGE)
    .replace(/\s+/g, ' ')
    .trim()
  return `${from > 0 ? '… ' : ''}${part}${to < text.length ? ' …' : ''}`
}

function escaped(text: string) {
  return handlebars.escapeExpression(text)
}
