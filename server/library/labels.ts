import type { InternetNeed, Level, ResourceKind, StepMode } from '../../models/words/resource.ts'
import { STEP_MODES } from '../../models/words/resource.ts'
import { themeLabel } from '../platform/content/themes.ts'
import { type Language, type Translate, translator } from '../platform/i18n/index.ts'
import { frenchTypography } from '../platform/markdown/typography.ts'
import { formatDuration } from '../platform/time/format.ts'
import { groupSlugOf } from '../platform/who/audience.ts'
import { EQUIPMENT, PUBLICS, publicKey } from './vocabulary.ts'

/** The words on screen for what a resource holds as codes. */
type Coded = {
  title: string
  summary: string
  kind: ResourceKind
  level?: Level | null
  publics: string[]
  themes: string[]
  groupSize?: number | string | null
  licence: string
  materials: string[]
  internet?: InternetNeed | null | undefined
  cost?: string
  equipment?: string[]
  audience: string
}

export function labelsOf(resource: Coded, language: Language) {
  const t = translator(language)
  return {
    title: frenchTypography(resource.title),
    summary: frenchTypography(resource.summary),
    materials: resource.materials.map(frenchTypography),
    internet: resource.internet ? t(`library.internetNeeds.${resource.internet}`) : null,
    cost: frenchTypography(resource.cost ?? ''),
    kind: t(`library.kinds.${resource.kind}`),
    level: resource.level ? t(`library.levels.${resource.level}`) : null,
    publics: resource.publics.map(text => publicLabel(text, t)),
    themes: resource.themes.map(text => themeLabel(text, t)),
    group: groupLabel(resource.groupSize, t),
    licence: resource.licence === 'All rights reserved' ? t('library.allRights') : resource.licence,
    material: materialLabel(resource, t),
    audience: groupSlugOf(resource.audience)
      ? t('groups.onlyGroup')
      : t(`library.audiences.${resource.audience}`),
  }
}

/** A code that we know in the reader's words, any other text as it was written. */
export function publicLabel(text: string, t: Translate) {
  const key = publicKey(text)
  return isOneOf(PUBLICS, key) ? t(`library.publics.${key}`) : text
}

/** A key nobody gave a label, as people would write it. */
export function wordsOf(key: string) {
  const words = key.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function isOneOf(codes: readonly string[], key: string) {
  return codes.includes(key)
}

function groupLabel(size: number | string | null | undefined, t: Translate) {
  if (size === null || size === undefined || size === '') return null
  if (typeof size === 'number') return t('library.people', { count: size })
  return /^\d+\s*(à|-|–|ou|to|or)\s*\d+$/.test(size)
    ? t('library.peopleRange', { range: size })
    : size
}

/** The one thing a card says of materials: a machine, or that none is needed. */
function materialLabel({ equipment = [], materials }: Coded, t: Translate) {
  const code = EQUIPMENT.find(one => equipment.includes(one))
  return code ? t(`library.equipment.${code}`) : (materials[0] ?? null)
}

type Timed = { minutes: number; mode: StepMode }

/** « on se parle, 20 min », for each mode that a workshop has. */
export function legendOf(steps: readonly Timed[], language: Language) {
  const t = translator(language)
  return STEP_MODES.map(mode => ({ mode, minutes: minutesOf(steps, mode) }))
    .filter(({ minutes }) => minutes > 0)
    .map(({ mode, minutes }) => ({
      tone: TONES[mode],
      label: t(`library.modes.${mode}`),
      lasting: formatDuration(minutes, language),
    }))
}

export const TONES: Record<StepMode, string> = { talk: 'wheat', show: 'sea', do: 'glass' }

export function minutesOf(steps: readonly Timed[], mode?: StepMode) {
  return steps.reduce((sum, step) => sum + (!mode || step.mode === mode ? step.minutes : 0), 0)
}

/** « 0 h 25 », "0:25": how long after the beginning. */
export function clockOf(minutes: number, language: Language) {
  const [hours, rest] = [Math.floor(minutes / 60), String(minutes % 60).padStart(2, '0')]
  return language === 'fr' ? `${hours}\u00A0h\u00A0${rest}` : `${hours}:${rest}`
}

/** Up to five even marks under the strip, from the beginning to the end. */
export function ticksOf(total: number, language: Language) {
  const every = [10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 480].find(
    minutes => total % minutes === 0 && total / minutes <= 4,
  )
  const marks = every ? Array.from({ length: total / every + 1 }, (_, n) => n * every) : [0, total]
  return marks.map(minutes =>
    minutes % 60 === 0 ? clockHour(minutes / 60, language) : clockOf(minutes, language),
  )
}

function clockHour(hours: number, language: Language) {
  return language === 'fr' ? `${hours}\u00A0h` : `${hours}:00`
}
