import { diff3Merge } from 'node-diff3'
import { CHOICES, type Choices, type Conflict, placed } from './conflict.ts'

/** Beyond that many pairs of equal lines, comparing takes too long: what differs is one conflict. */
const MOST_PAIRS = 200_000

type Where = { id: string; field: string; step?: string | undefined }
type Region = { ok?: string[]; conflict?: { a: string[]; o: string[]; b: string[] } }

/** Two texts that come from `base`, merged line by line. What both changed is a conflict: `ID.1`, `ID.2`… */
export function mergeText(
  base: string,
  mine: string,
  theirs: string,
  where: Where,
  choices: Choices,
): { merged: string; conflicts: Conflict[] } {
  if (mine === theirs || theirs === base) return { merged: mine, conflicts: [] }
  if (mine === base) return { merged: theirs, conflicts: [] }
  const conflicts: Conflict[] = []
  const lines = regionsOf(base, mine, theirs).flatMap(({ ok, conflict }) => {
    if (!conflict) return ok ?? []
    const { a, o, b } = conflict
    if (isSame(o, b)) return a
    if (isSame(o, a)) return b
    const place = placed(choices, `${where.id}.${conflicts.length + 1}`, where, CHOICES)
    const [told, before, other] = [a, o, b].map(lines => lines.join('\n'))
    const texts = { base: before ?? '', mine: told ?? '', theirs: other ?? '' }
    conflicts.push({ ...place, kind: 'text', ...texts })
    if (place.choice === 'both') return oneAfterTheOther(a, b)
    return place.choice === 'mine' ? a : b
  })
  return { merged: lines.join('\n'), conflicts }
}

function regionsOf(base: string, mine: string, theirs: string): Region[] {
  const texts = [base, mine, theirs].map(text => text.split('\n'))
  const { start, end } = sharedEnds(texts)
  const [o = [], a = [], b = []] = texts.map(lines => lines.slice(start, lines.length - end))
  const before = texts[0]?.slice(0, start) ?? []
  const after = end > 0 ? (texts[0]?.slice(-end) ?? []) : []
  const tooLong = equalPairs(o, a) + equalPairs(o, b) > MOST_PAIRS
  const between: Region[] = tooLong ? [{ conflict: { a, o, b } }] : diff3Merge(a, o, b)
  return [{ ok: before }, ...between, { ok: after }]
}

/** How many lines all the texts begin and end with: only what is between has to be compared. */
function sharedEnds(texts: string[][]) {
  const [first = []] = texts
  const shortest = Math.min(...texts.map(({ length }) => length))
  let start = 0
  while (start < shortest && texts.every(lines => lines[start] === first[start])) start++
  let end = 0
  while (end < shortest - start && texts.every(lines => lines.at(-end - 1) === first.at(-end - 1)))
    end++
  return { start, end }
}

/** What the longest common sequence costs: empty lines are all alike. */
function equalPairs(one: string[], other: string[]) {
  const counts = new Map<string, number>()
  for (const line of one) counts.set(line, (counts.get(line) ?? 0) + 1)
  return other.reduce((sum, line) => sum + (counts.get(line) ?? 0), 0)
}

const LIST_ITEM = /^\s*([-*+]|\d+[.)])\s/

/** Two paragraphs stay two; two items stay in one list. */
function oneAfterTheOther(a: string[], b: string[]) {
  const [last = '', first = ''] = [a.at(-1), b[0]]
  const apart = last.trim() !== '' && first.trim() !== '' && !LIST_ITEM.test(first)
  return apart ? [...a, '', ...b] : [...a, ...b]
}

function isSame(one: string[], other: string[]) {
  return one.length === other.length && one.every((line, index) => line === other[index])
}
