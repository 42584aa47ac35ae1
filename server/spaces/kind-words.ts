import { SERVICES, SPACE_KINDS } from '../../models/words/space.ts'
import { slugOf } from '../platform/http/slugs.ts'

export type SpaceKind = (typeof SPACE_KINDS)[number]

/** What people call a kind of space; a name that says nothing known is a public digital space (EPN). */
export function kindOf(word: string): SpaceKind {
  const slug = slugOf(word)
  const known = SPACE_KINDS.find(kind => kind === slug)
  return known ?? SYNONYMS.find(([pattern]) => pattern.test(slug))?.[1] ?? 'epn'
}

const SYNONYMS: [RegExp, SpaceKind][] = [
  [/cyber/, 'cybercommune'],
  [/mediatheque|bibliotheque|library/, 'mediatheque'],
  [/fab-?lab|makerspace|hackerspace|atelier-de-fabrication/, 'fablab'],
  [/repair/, 'repair-cafe'],
  [/france-services|msap|maison|mairie/, 'maison-services'],
  [/associat|centre-social|mjc/, 'association'],
]

export function isKnownService(service: string) {
  return SERVICES.some(known => known === service)
}
