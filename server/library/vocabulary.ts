import { LEVELS, type Level } from '../../models/words/resource.ts'
import { aliasesOf } from '../platform/content/aliases.ts'
import { folded, slugOf } from '../platform/http/slugs.ts'

/** Words of the library with a code each, shown by the language files; people may add their own. */
export const PUBLICS = [
  'adultes-debutants',
  'seniors',
  'demandeurs-d-emploi',
  'jeunes',
  'enfants',
  'parents',
  'tout-public',
  'benevoles',
  'animateurs',
] as const

export const LICENCES = [
  'CC BY-SA 4.0',
  'CC BY 4.0',
  'CC0 1.0',
  'Licence Ouverte 2.0',
  'All rights reserved',
] as const

export const EQUIPMENT = ['no-computer', 'computers', 'phone', '3d-printer'] as const

/** The code of a public, however it is written; of an unknown one, its own slug. */
export const publicKey = (text: string) => publicAliases().get(slugOf(text)) ?? slugOf(text)

const publicAliases = aliasesOf('publics', PUBLICS)

/** `Débutant`, `intermediate`… as a code; undefined when it means none of them. */
export function levelOf(text: string): Level | undefined {
  const word = folded(text).trim()
  return LEVELS.find(level => level === word || LEVEL_WORDS[level].includes(word))
}

const LEVEL_WORDS: Record<Level, readonly string[]> = {
  discovery: ['decouverte', 'initiation', 'premiers pas', 'grand debutant', 'introduction'],
  beginner: ['debutant', 'debutante', 'debutants', 'novice', 'facile', 'easy', 'basic', 'base'],
  comfortable: ["a l'aise", 'a l’aise', 'intermediaire', 'intermediate', 'moyen', 'medium'],
  advanced: ['avance', 'avancee', 'avances', 'expert', 'experte', 'confirme', 'confirmee'],
}

/** One spelling for the licences we know; any other stays as it is written. */
export function licenceOf(text: string): string {
  const word = folded(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
  if (/^(licence ouverte|etalab|lo|open licence)( etalab)?( v?2( 0)?)?$/.test(word))
    return 'Licence Ouverte 2.0'
  if (/^(tous droits reserves|all rights reserved|copyright)$/.test(word))
    return 'All rights reserved'
  if (/^(cc ?0|cc zero)( 1 0)?$/.test(word)) return 'CC0 1.0'
  return creativeCommons(word) ?? text
}

function creativeCommons(word: string) {
  const read = /^(?:cc|creative commons) (by(?: nc)?(?: sa| nd)?)(?: (\d) (\d))?$/.exec(word)
  if (!read?.[1]) return undefined
  const [, terms, major = '4', minor = '0'] = read
  return `CC ${terms.replaceAll(' ', '-').toUpperCase()} ${major}.${minor}`
}

/** What a workshop needs of machines, read from its list of materials. */
export function equipmentOf(materials: readonly string[]): string[] {
  const words = folded(materials.join('\n'))
  const needed = MACHINES.filter(([, pattern]) => pattern.test(words)).map(([code]) => code)
  return materials.length > 0 && needed.length === 0 ? ['no-computer'] : needed
}

const MACHINES: [(typeof EQUIPMENT)[number], RegExp][] = [
  ['computers', /\b(pc|ordinateurs?|ordi|postes?|portables?|computers?|laptops?)\b/],
  ['phone', /\b(telephones?|smartphones?|tablettes?|tablets?|phones?)\b/],
  ['3d-printer', /\b(imprimantes? 3d|3d printers?)\b/],
]
