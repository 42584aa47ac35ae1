import { themeLabel } from '../platform/content/themes.ts'
import { type Language, type Translate, translator } from '../platform/i18n/index.ts'
import { addressOf, type Filters } from './filters.ts'
import type { Kit } from './kit.ts'
import { publicLabel, wordsOf } from './labels.ts'

/** The current choices, each with what remains without it and its address. */
export function chipsOf(filters: Filters, language: Language) {
  return choicesOf(filters, translator(language)).map(({ label, change }) => {
    const left = { ...filters, ...change }
    return { label, left, url: addressOf(left) }
  })
}

type Choice = { label: string; change: Partial<Filters> }

function choicesOf(filters: Filters, t: Translate): Choice[] {
  const drop = <T>(values: T[], value: T) => values.filter(one => one !== value)
  const { q, publics, duration, equipment, levels, themes, internet, kit } = filters
  return [
    ...(q ? [{ label: t('library.wordsChip', { words: q }), change: { q: '' } }] : []),
    ...publics.map(one => ({
      label: publicLabel(wordsOf(one), t),
      change: { publics: drop(publics, one) },
    })),
    ...(duration
      ? [{ label: t(`library.durations.${duration}`), change: { duration: undefined } }]
      : []),
    ...equipment.map(one => ({
      label: t(`library.equipment.${one}`),
      change: { equipment: drop(equipment, one) },
    })),
    ...levels.map(one => ({
      label: t(`library.levels.${one}`),
      change: { levels: drop(levels, one) },
    })),
    ...themes.map(one => ({
      label: themeLabel(wordsOf(one), t),
      change: { themes: drop(themes, one) },
    })),
    ...internet.map(one => ({
      label: t(`library.internetChoices.${one}`),
      change: { internet: drop(internet, one) },
    })),
    ...kitChips(kit, t).map(({ label, left }) => ({ label, change: { kit: left } })),
  ]
}

/** Each part of the kit in words, and the kit without it. */
function kitChips(kit: Kit, t: Translate) {
  const { pc, minutes, personnes, horsligne } = kit
  return [
    ...(pc === undefined
      ? []
      : [{ label: t('library.kit.chipPc', { count: pc }), left: { ...kit, pc: undefined } }]),
    ...(minutes === undefined
      ? []
      : [
          {
            label: t('library.kit.chipMinutes', { count: minutes }),
            left: { ...kit, minutes: undefined },
          },
        ]),
    ...(personnes === undefined
      ? []
      : [
          {
            label: t('library.people', { count: personnes }),
            left: { ...kit, personnes: undefined },
          },
        ]),
    ...(horsligne ? [{ label: t('library.kit.offline'), left: { ...kit, horsligne: false } }] : []),
  ]
}
