import { slugOf } from '../http/slugs.ts'
import type { Translate } from '../i18n/index.ts'
import { aliasesOf } from './aliases.ts'

/** What workshops are about and what members choose to hear of; people may add their own. */
export const THEMES = [
  'demarches',
  'courriel',
  'securite',
  'telephone',
  'photo',
  'visio',
  'emploi',
  'bureautique',
  'reseaux-sociaux',
  'parentalite',
  'enfance',
  'logiciels-libres',
  'fabrication',
  'reparation',
  'materiel',
  'donnees',
  'sobriete',
  'mobilite',
  'accompagnement',
] as const

const aliases = aliasesOf('themes', THEMES)

/** The code of a theme, however it is written; of an unknown one, its own slug. */
export const themeKey = (text: string) => aliases().get(slugOf(text)) ?? slugOf(text)

/** Its label, or what people wrote. */
export function themeLabel(text: string, t: Translate) {
  const key = themeKey(text)
  return THEMES.some(theme => theme === key) ? t(`library.themes.${key}`) : text
}
