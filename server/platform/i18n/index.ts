import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import i18next, { type TOptions } from 'i18next'
import { frenchTypography } from '../markdown/typography.ts'
import { root } from '../root.ts'

export const LANGUAGES = ['fr', 'en'] as const
export type Language = (typeof LANGUAGES)[number]
export type Translate = (key: string, values?: TOptions) => string

const folder = join(root, 'server/platform/i18n')

const read = { fr: readLanguage('fr'), en: readLanguage('en') }
const dictionary = i18next.createInstance()
// Everything is given here, so that `init` is done when it returns.
void dictionary.init({
  initAsync: false,
  resources: Object.fromEntries(
    LANGUAGES.map(language => [language, { translation: read[language] }]),
  ),
  fallbackLng: false,
  supportedLngs: [...LANGUAGES],
  // Templates escape what they print.
  interpolation: { escapeValue: false },
  returnNull: false,
})

const translators = Object.fromEntries(
  LANGUAGES.map(language => [language, dictionary.getFixedT(language)]),
)

/** Sentences that hold no value, by key: most of what pages say, and no work to say it. */
const plain = { fr: new Map(plainSentences(read.fr)), en: new Map(plainSentences(read.en)) }

/** Sentences with their values filled in, as they were last said. */
const said = { fr: new Map<string, string>(), en: new Map<string, string>() }
const MOST_SAID = 5_000

/** The sentences of one language. An unknown key answers the key itself: a test keeps that from happening. */
export function translator(language: Language): Translate {
  const translate = translators[language]
  const say: Translate = (key, values) => String(translate?.(key, values ?? {}) ?? key)
  return (key, values) =>
    plain[language].get(key) ??
    sayOnce(said[language], fingerprint(key, values), () => say(key, values))
}

function fingerprint(key: string, values: TOptions = {}) {
  return Object.entries(values).reduce((all, [name, value]) => `${all}\0${name}\0${value}`, key)
}

function sayOnce(known: Map<string, string>, key: string, say: () => string) {
  const sentence = known.get(key) ?? say()
  if (known.size >= MOST_SAID) known.clear()
  known.set(key, sentence)
  return sentence
}

export function hasKey(language: Language, key: string) {
  return plain[language].has(key) || dictionary.exists(key, { lng: language, count: 2 })
}

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some(language => language === value)
}

/** One JSON file a feature: `threads.json` holds the keys `threads.…`. */
export function readLanguage(language: Language): Record<string, unknown> {
  const files = readdirSync(join(folder, language)).filter(name => name.endsWith('.json'))
  return Object.fromEntries(
    files.map(file => {
      const sentences: unknown = JSON.parse(readFileSync(join(folder, language, file), 'utf8'))
      return [file.slice(0, -5), language === 'fr' ? typeset(sentences) : sentences]
    }),
  )
}

function plainSentences(value: unknown, path: string[] = []): [string, string][] {
  if (typeof value === 'string') return /\{\{|\$t\(/.test(value) ? [] : [[path.join('.'), value]]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) => plainSentences(inner, [...path, key]))
}

/** A whole page of text in Markdown: `pages/legal.md`. */
export function longText(language: Language, name: string) {
  return readFileSync(join(folder, language, 'pages', `${name}.md`), 'utf8')
}

/** Translators write plain spaces and apostrophes; readers get French typography. */
function typeset(value: unknown): unknown {
  if (typeof value === 'string') return frenchTypography(value)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, typeset(inner)]))
}
