import type { Request } from 'express'
import { z } from 'zod'
import { LEVELS, RESOURCE_KINDS } from '../../models/resource.ts'
import { seenBy } from '../groups/audience.ts'
import { check, line, list, pageQuery } from '../http/parse.ts'
import { isMember, type Viewer, type Visitor } from '../members/policy.ts'
import { wordFilter } from '../search/words.ts'
import { dueBy } from './checks/queries.ts'
import { canSeeAll } from './policy.ts'
import { readable } from './queries.ts'
import { EQUIPMENT, publicKey, themeKey } from './vocabulary.ts'

/** What a reader chose in the list's address; what is not understood is as if not said. */
const key = line(80).min(1)
const filterQuery = z.object({
  q: line(200).catch(''),
  kind: z.enum(RESOURCE_KINDS).optional().catch(undefined),
  state: z.enum(['published', 'review', 'archived', 'check']).catch('published'),
  publics: list(key.transform(publicKey), 10).catch([]),
  duration: z.enum(['60', '90', '120']).optional().catch(undefined),
  equipment: list(z.enum(EQUIPMENT), 10).catch([]),
  levels: list(z.enum(LEVELS), 10).catch([]),
  themes: list(key.transform(themeKey), 10).catch([]),
  sort: z.enum(['recent', 'short', 'title']).catch('recent'),
})

export type Filters = z.output<typeof filterQuery>

const STATES: Record<string, string> = {
  relecture: 'review',
  archives: 'archived',
  'a-verifier': 'check',
}
const SORT_WORDS: Record<string, string> = { recentes: 'recent', courtes: 'short', titre: 'title' }

/** The French names of the address, or the field names of JSON. */
export function filtersOf(req: Request): Filters & { page: number } {
  const q = req.query
  const asked = {
    q: q.q,
    kind: q.type ?? q.kind,
    state: STATES[String(q.etat)] ?? q.etat ?? q.state,
    publics: q.public ?? q.publics,
    duration: q.duree,
    equipment: q.materiel ?? q.equipment,
    levels: q.niveau ?? q.level,
    themes: q.theme ?? q.themes,
    sort: SORT_WORDS[String(q.tri)] ?? q.tri ?? q.sort,
  }
  return { ...check(filterQuery, asked), ...check(pageQuery, q) }
}

/** The address of the list with these choices, always in the same order: one page, one address. */
export function addressOf(filters: Filters) {
  const pairs: [string, string | undefined][] = [
    ['q', filters.q],
    ['type', filters.kind],
    ['etat', wordFor(STATES, filters.state)],
    ...several('public', filters.publics),
    ['duree', filters.duration],
    ...several('materiel', filters.equipment),
    ...several('niveau', filters.levels),
    ...several('theme', filters.themes),
    ['tri', filters.sort === 'recent' ? '' : wordFor(SORT_WORDS, filters.sort)],
  ]
  const query = new URLSearchParams()
  for (const [name, value] of pairs) if (value) query.append(name, value)
  return query.size > 0 ? `/ressources?${query}` : '/ressources'
}

function several(name: string, values: string[]) {
  return values.map((value): [string, string] => [name, value])
}

function wordFor(words: Record<string, string>, code: string) {
  return Object.keys(words).find(word => words[word] === code)
}

/** What the list holds for this reader. Drafts and archives of others only for those who look after them. */
export function queryOf(filters: Filters, viewer: Viewer | Visitor) {
  return { $and: [inState(filters, viewer), ...conditions(filters)] }
}

const NOTHING = { state: 'published' as const, audience: { $in: [] } }

export function inState({ state }: Pick<Filters, 'state'>, viewer: Viewer | Visitor) {
  if (state === 'published') return readable(viewer)
  // For those who can try them.
  if (state === 'check') return isMember(viewer) ? { ...dueBy(), ...seenBy(viewer) } : NOTHING
  const held = { state, ...seenBy(viewer) }
  return canSeeAll(viewer, state) ? held : { ...held, author: viewer?.id ?? null }
}

/** Each choice as its own condition; values of one family widen it, families narrow each other. */
export function conditions(filters: Filters): Record<string, unknown>[] {
  const { kind, publics, duration, equipment, levels, themes, q } = filters
  const words = wordFilter(q)
  return [
    ...(kind ? [{ kind }] : []),
    ...(publics.length ? [{ publicKeys: { $in: publics } }] : []),
    ...(duration ? [DURATIONS[duration]] : []),
    ...(equipment.length ? [{ equipment: { $in: equipment } }] : []),
    ...(levels.length ? [{ level: { $in: levels } }] : []),
    ...(themes.length ? [{ themeKeys: { $in: themes } }] : []),
    ...(words ? [words] : []),
  ]
}

export const DURATIONS = {
  '60': { sortMinutes: { $lte: 60 } },
  '90': { sortMinutes: { $lte: 90 } },
  '120': { sortMinutes: { $gte: 120, $lt: 1_000_000 } },
} as const

export const SORTS = {
  recent: { publishedAt: -1, _id: -1 },
  short: { sortMinutes: 1, _id: -1 },
  title: { sortTitle: 1, _id: -1 },
} as const
