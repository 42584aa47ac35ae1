import { stemmer } from '@orama/stemmers/french'
import { folded } from '../../platform/http/slugs.ts'

/**
 * What a word without accents has in common with its plurals and conjugations: `securisees`, `securiser` →
 * `securis`. The Snowball rules of French need accents that people leave out: those which the end of the
 * word makes certain are put back first, so that a word gives one stem however it was typed.
 */
export function stemOf(word: string): string {
  const known = IRREGULAR[word]
  if (known) return known
  if (word.length < 4 || /\d/.test(word)) return word.length === 3 ? word.replace(/s$/, '') : word
  const stem = folded(stemmer(accented(word)))
  return WRONG[stem] ?? stem
}

function accented(word: string) {
  for (const [end, right] of ENDS) if (end.test(word)) return word.replace(end, right)
  return word
}

/** Also of words that have no accent there: what matters is that all their spellings meet. */
const ENDS: [RegExp, string][] = [
  [/ee(s?)$/, 'ée$1'],
  [/ites?$/, 'ité'],
  [/iere(s?)$/, 'ière$1'],
  [/ieme(s?)$/, 'ième$1'],
]

/** Plurals and verbs that no rule tells. */
const IRREGULAR: Record<string, string> = {
  ...{ travaux: 'travail', yeux: 'oeil', jeux: 'jeu', cieux: 'ciel', mails: 'mail', pc: 'pc' },
  ...{ ecrans: 'ecran', lieux: 'lieu', feux: 'feu', bijoux: 'bijou', genoux: 'genou' },
  ...{ recu: 'recev', recus: 'recev', recoit: 'recev', envoie: 'envoi', envoient: 'envoi' },
  ...{ envoyer: 'envoi', envoye: 'envoi', envoyez: 'envoi', envoyee: 'envoi', envois: 'envoi' },
  ...{
    enverra: 'envoi',
    paie: 'pai',
    paye: 'pai',
    payer: 'pai',
    paiement: 'pai',
    paiements: 'pai',
  },
  ...{
    vu: 'voir',
    voit: 'voir',
    voient: 'voir',
    voyez: 'voir',
    lu: 'lir',
    lit: 'lir',
    lisent: 'lir',
  },
  ...{ lecture: 'lir', lectures: 'lir', ecrit: 'ecrir', ecrire: 'ecrir', ecrivez: 'ecrir' },
  ...{ ecrivent: 'ecrir', ecrits: 'ecrir', appris: 'apprendr', apprend: 'apprendr' },
  ...{ apprennent: 'apprendr', apprenez: 'apprendr', mise: 'mettr', mis: 'mettr', met: 'mettr' },
  ...{ mettez: 'mettr', protege: 'proteg', protection: 'proteg', protections: 'proteg' },
  ...{ creation: 'cre', creations: 'cre', impression: 'imprim', impressions: 'imprim' },
  ...{ suppression: 'supprim', suppressions: 'supprim', reception: 'recev' },
}

/** Families that the rules tear apart. */
const WRONG: Record<string, string> = {
  benevolat: 'benevol',
  reseaux: 'reseau',
  logiciel: 'logiciel',
  mediation: 'mediat',
}
