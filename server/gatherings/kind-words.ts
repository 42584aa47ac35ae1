import type { GatheringKind } from '../../models/words/gathering.ts'
import { slugOf } from '../platform/http/slugs.ts'

/** What people and other programs call a kind of gathering; anything else that is short is a meeting. */
export function kindOf(word: string): GatheringKind {
  const slug = slugOf(word)
  const known = SYNONYMS.find(([, words]) => words.includes(slug))
  return known?.[0] ?? 'meeting'
}

const SYNONYMS: [GatheringKind, string[]][] = [
  [
    'annual',
    [
      ...['annual', 'annual-meeting', 'annuelle', 'rencontre', 'rencontres', 'rencontre-annuelle'],
      ...['rencontre-regionale', 'rencontres-regionales', 'conference', 'congres', 'gathering'],
      ...['assemblee', 'assemblee-generale', 'journee'],
    ],
  ],
  ['training', ['training', 'formation', 'formations', 'stage', 'course', 'seminar', 'seminaire']],
  ['workshop', ['workshop', 'atelier', 'ateliers']],
  ['meeting', ['meeting', 'reunion', 'reunion-de-travail']],
]
