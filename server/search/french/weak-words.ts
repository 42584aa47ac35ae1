import { stemOf } from './stem.ts'

/**
 * Words of a question that few texts say in the same way: « remplacer Windows par Linux », « à la place des gens ».
 * What says them comes first, what does not is found too when the question has other words.
 */
const WEAK = new Set(
  `apprendre besoin changer chose choses conseil conseils expliquer fonctionne fonctionner gens
  marche marcher montrer possible probleme problemes question questions quelqu quelque remplacer
  savoir truc trucs utiliser utilisation vouloir voudrais`
    .split(/\s+/)
    .map(stemOf),
)

export function isWeak(stem: string) {
  return WEAK.has(stem)
}
