import type { Request } from 'express'
import { z } from 'zod'
import { INTERNET_NEEDS, LEVELS, RESOURCE_KINDS } from '../../models/words/resource.ts'
import { themeKey } from '../platform/content/themes.ts'
import { check, line, list, pageQuery } from '../platform/http/parse.ts'
import { seenBy } from '../platform/who/audience.ts'
import { isMember, type Viewer, type Visitor } from '../platform/who/viewer.ts'
import { type Kit, kitConditions, kitPairs, kitQuery } from './kit.ts'
import { canSeeAll } from './policy.ts'
import { readable } from './queries.ts'
import { dueBy } from './to-verify.ts'
import { EQUIPMENT, publicKey } from './vocabulary.ts'

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
  internet: list(z.enum(INTERNET_NEEDS), 3).catch([]),
  sort: z.enum(['best', 'recent', 'short', 'title']).optional().catch(undefined),
})

type Sort = keyof typeof SORTS | 'best'
export type Filters = Omit<z.output<typeof filterQuery>, 'sort'> & { sort: Sort; kit: Kit }

const STATES: Record<string, string> = {
  relecture: 'review',
  archives: 'archived',
  'a-verifier': 'check',
}
export const SORT_WORDS: Record<string, string> = {
  pertinence: 'best',
  recentes: 'recent',
  courtes: 'short',
  titre: 'title',
}

/** The French names of the address, or the field names of JSON. */
export function filtersOf(req: Request): Filters & { page: number } {
  return filtersIn(req.query)
}

/** The same of the choices of an address that was kept. */
export function filtersIn(q: Request['query']): Filters & { page: number } {
  const asked = {
    q: q.q,
    kind: q.type ?? q.kind,
    state: STATES[String(q.etat)] ?? q.etat ?? q.state,
    publics: q.public ?? q.publics,
    duration: q.duree,
    equipment: q.materiel ?? q.equipment,
    levels: q.niveau ?? q.level,
    themes: q.theme ?? q.themes,
    internet: q.internet,
    sort: SORT_WORDS[String(q.tri)] ?? q.tri ?? q.sort,
  }
  const { sort, ...filters } = check(filterQuery, asked)
  return {
    ...{ ...filters, sort: sortFor(filters.q, sort), kit: check(kitQuery, q) },
    ...check(pageQuery, q),
  }
}

/** With words the best come first, without any the latest: nothing else is the best of no words. */
export function sortFor(q: string, asked: Sort | undefined): Sort {
  if (q) return asked ?? 'best'
  return !asked || asked === 'best' ? 'recent' : asked
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
    ...several('internet', filters.internet),
    ...kitPairs(filters.kit),
    [
      'tri',
      filters.sort === sortFor(filters.q, undefined) ? '' : wordFor(SORT_WORDS, filters.sort),
    ],
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
export function conditions(filters: Filters): Condition[] {
  const chosen = Object.values(familiesOf(filters)).filter(one => one !== undefined)
  return [...chosen, ...kitConditions(filters.kit)]
}

type Condition = Record<string, unknown>

/** The condition of each family of choices, which the index and the store read alike. */
export function familiesOf(filters: Filters) {
  const { kind, publics, duration, equipment, levels, themes, internet } = filters
  const among = (field: string, values: readonly string[]): Condition | undefined =>
    values.length ? { [field]: { $in: values } } : undefined
  const kinds: Condition | undefined = kind ? { kind } : undefined
  const durations: Condition | undefined = duration ? DURATIONS[duration] : undefined
  return {
    kinds,
    publics: among('publicKeys', publics),
    durations,
    equipment: among('equipment', equipment),
    levels: among('level', levels),
    themes: among('themeKeys', themes),
    internet: among('internet', internet),
  }
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
