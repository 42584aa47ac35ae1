import {
  INTERNET_NEEDS,
  LEVELS,
  RESOURCE_KINDS,
  STEP_MODES,
} from '../../../models/words/resource.ts'
import { type Language, translator } from '../../platform/i18n/index.ts'

const CODES: Record<string, { family: string; codes: readonly string[] }> = {
  kind: { family: 'kinds', codes: RESOURCE_KINDS },
  level: { family: 'levels', codes: LEVELS },
  mode: { family: 'modes', codes: STEP_MODES },
  internet: { family: 'internetNeeds', codes: INTERNET_NEEDS },
  audience: { family: 'audiences', codes: ['public', 'network'] },
}

/** One side of a conflict in the reader's words: a value, a text, a whole step or the order of steps. */
export function sideWords(side: unknown, field: string, language: Language): string {
  const t = translator(language)
  if (side === undefined || side === '') return t('writing.nothing')
  if (Array.isArray(side)) return side.map((title, n) => `${n + 1}. ${title}`).join('\n')
  if (typeof side === 'object' && side !== null) return stepWords(side)
  const coded = CODES[field]
  const code = String(side)
  return coded?.codes.includes(code) ? t(`library.${coded.family}.${code}`) : code
}

function stepWords(step: object) {
  const { title, minutes, body } = { title: '', minutes: 0, body: '', ...step }
  return [`${title} (${minutes}\u00A0min)`, body].filter(Boolean).join('\n\n')
}
