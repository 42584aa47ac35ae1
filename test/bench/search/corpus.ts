import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IndexedDocument } from '../../../server/platform/content/searchable.ts'
import { root } from '../../../server/platform/root.ts'
import { wordsIn } from '../../../server/search/french/words.ts'

export const WORDS = 300
const AUDIENCES = ['public', 'network', 'group:a', 'group:b', 'group:c', 'group:d']
const RARE_WORDS = 60_000

/** The same documents at each run: French words as often as texts say them (Zipf), and a long tail of rare ones. */
export function* corpus(count: number): Generator<IndexedDocument> {
  const random = chance(7)
  const words = vocabulary(random)
  const text = (length: number) => Array.from({ length }, () => pick(words, random)).join(' ')
  for (let i = 0; i < count; i++) {
    const audience = AUDIENCES[Math.floor(random() ** 2 * AUDIENCES.length)] ?? 'public'
    yield {
      key: `resources:${i}`,
      texts: { title: text(6), summary: text(20), body: text(WORDS - 26) },
      facts: { kind: 'resources', audience, state: 'published', at: i, level: `${i % 4}` },
    }
  }
}

/** Frequent words and rare ones, one to three of them, some not finished and some mistyped. */
export function questions(count: number): string[] {
  const random = chance(11)
  const words = vocabulary(random).filter(word => word.length > 3)
  return Array.from({ length: count }, (_, i) => {
    const asked = Array.from({ length: 1 + (i % 3) }, () => pick(words, random))
    if (i % 4 === 1) asked.push((asked.pop() ?? '').slice(0, 4))
    if (i % 10 === 3) asked.push(mistyped(asked.pop() ?? '', random))
    return asked.join(' ')
  })
}

export const READER = { audience: { $in: ['public', 'network', 'group:b'] }, state: 'published' }

function vocabulary(random: () => number) {
  const folder = join(root, 'demo')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const texts = files.filter(name => /\.(md|yaml)$/.test(name))
  const known = new Set(texts.flatMap(name => wordsIn(readFileSync(join(folder, name), 'utf8'))))
  const made = Array.from({ length: RARE_WORDS }, () => invented(random))
  return [...known, ...made]
}

const SYLLABLES =
  'ba be bi bo bu ca che ci co cu da de di do du fa fe fi fo ga ge gi go la le li lo lu ma me mi mo mu na ne ni no nu pa pe pi po pu ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo'.split(
    ' ',
  )
const ENDINGS = ['', '', 's', 'tion', 'eur', 'ement', 'ique', 'age', 'er', 'ees']

function invented(random: () => number) {
  const syllables = Array.from(
    { length: 2 + Math.floor(random() * 3) },
    () => SYLLABLES[Math.floor(random() * SYLLABLES.length)],
  )
  return syllables.join('') + ENDINGS[Math.floor(random() * ENDINGS.length)]
}

/** The word of rank r comes as often as 1/r. */
function pick(words: readonly string[], random: () => number) {
  return words[Math.floor(words.length ** random()) - 1] ?? 'atelier'
}

function mistyped(word: string, random: () => number) {
  const at = 1 + Math.floor(random() * (word.length - 1))
  return `${word.slice(0, at)}${word.slice(at + 1)}`
}

/** Numbers from 0 to 1 that are the same at each run (mulberry32). */
function chance(seed: number) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
