import type { Role } from '../../../models/words/member.ts'
import { folded } from '../../platform/http/slugs.ts'

const WORDS: [Role, RegExp][] = [
  ['volunteer', /^(benevoles?|benevolat|volunteers?)$/],
  ['animateur', /^(animat(eur|rice|ion)|mediat(eur|rice)( numerique)?|facilitator)$/],
  ['coordinator', /^(coordinat(eur|rice|ion)|coordonnat(eur|rice)|coordinator)$/],
  ['admin', /^(administrat(eur|rice|ion)|admin|administrator)$/],
]

/** A role however a list writes it, « animatrice », « Bénévole »; undefined when it is none. */
export function roleIn(text: string): Role | undefined {
  // « animateur·rice », « bénévole(s) » say the same.
  const word = folded(text)
    .replace(/[·.(/].*$/, '')
    .trim()
  return WORDS.find(([, pattern]) => pattern.test(word))?.[0]
}
