import { type Language, type Translate, translator } from '../i18n/index.ts'
import { addressOf, type Filters } from './filters.ts'
import type { Kit } from './kit.ts'
import { publicLabel, themeLabel, wordsOf } from './labels.ts'

/** The current choices, each with the address of the list without it. */
export function chipsOf(filters: Filters, language: Language) {
  const t = translator(language)
  const without = (change: Partial<Filters>) => addressOf({ ...filters, ...change })
  const drop = <T>(values: T[], value: T) => values.filter(one => one !== value)
  const { q, publics, duration, equipment, levels, themes, internet, kit } = filters
  return [
    ...(q ? [{ label: t('library.wordsChip', { words: q }), url: without({ q: '' }) }] : []),
    ...publics.map(one => ({
      label: publicLabel(wordsOf(one), t),
      url: without({ publics: drop(publics, one) }),
    })),
    ...(duration
      ? [{ label: t(`library.durations.${duration}`), url: without({ duration: undefined }) }]
      : []),
    ...equipment.map(one => ({
      label: t(`library.equipment.${one}`),
      url: without({ equipment: drop(equipment, one) }),
    })),
    ...levels.map(one => ({
      label: t(`library.levels.${one}`),
      url: without({ levels: drop(levels, one) }),
    })),
    ...themes.map(one => ({
      label: themeLabel(wordsOf(one), t),
      url: without({ themes: drop(themes, one) }),
    })),
    ...internet.map(one => ({
      label: t(`library.internetChoices.${one}`),
      url: without({ internet: drop(internet, one) }),
    })),
    ...kitChips(kit, t).map(({ label, left }) => ({ label, url: without({ kit: left }) })),
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
