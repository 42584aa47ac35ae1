import { FIELDS, type Field, type IndexedDocument } from '../../platform/content/searchable.ts'
import { STOP_WORDS } from '../french/stop-words.ts'
import { wordsIn } from '../french/words.ts'
import type { Vocabulary } from './vocabulary.ts'

/** How much a word says by where it is, and how long that part usually is: a word weighs less in a longer one. */
const SAYS: Record<Field, { boost: number; usual: number; most?: number }> = {
  title: { boost: 9, usual: 6 },
  tags: { boost: 3, usual: 8 },
  summary: { boost: 3, usual: 20 },
  steps: { boost: 1.5, usual: 80 },
  body: { boost: 1, usual: 150 },
  // However often a file says it, a word of the record itself says more.
  files: { boost: 0.6, usual: 500, most: 0.35 },
}
/** The weight of a word as it is said more grows ever less (k1 of BM25F, Robertson and Zaragoza 2009). */
const ENOUGH = 3
const LENGTH_MATTERS = 0.7
const LONGEST_TEXT = 200_000

export type Weighed = { weights: Map<number, number>; title: Uint32Array }

/** The terms of a document's texts, each with a weight from 0 to 1, and those of its title in their order. */
export function weigh({ texts, worth = 1 }: IndexedDocument, vocabulary: Vocabulary): Weighed {
  const weights = new Map<number, number>()
  for (const field of FIELDS) {
    const terms = termsOf(texts[field] ?? '', vocabulary)
    const { boost, usual, most } = SAYS[field]
    const each = boost / (1 - LENGTH_MATTERS + (LENGTH_MATTERS * terms.length) / usual)
    for (const [term, says] of saidBy(terms, each, most)) {
      weights.set(term, (weights.get(term) ?? 0) + says)
    }
  }
  for (const [term, weight] of weights) weights.set(term, (worth * weight) / (weight + ENOUGH))
  return { weights, title: Uint32Array.from(termsOf(texts.title ?? '', vocabulary)) }
}

function saidBy(terms: readonly number[], each: number, most = Number.POSITIVE_INFINITY) {
  const said = new Map<number, number>()
  for (const term of terms) said.set(term, Math.min(most, (said.get(term) ?? 0) + each))
  return said
}

function termsOf(text: string, vocabulary: Vocabulary): number[] {
  const terms: number[] = []
  for (const word of wordsIn(text.slice(0, LONGEST_TEXT)))
    if (!STOP_WORDS.has(word)) terms.push(vocabulary.learn(word))
  return terms
}
