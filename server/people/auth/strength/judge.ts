import { type Score, ZxcvbnFactory } from '@zxcvbn-ts/core'
import * as common from '@zxcvbn-ts/language-common'
import * as french from '@zxcvbn-ts/language-fr'
import { bare } from './bare.ts'

/** Why a password is guessed too soon: each has its sentence in the language files. */
export const WEAKNESSES = [
  'personal',
  'common',
  'keyboard',
  'repeat',
  'sequence',
  'date',
  'name',
  'word',
  'guessable',
] as const
export type Weakness = (typeof WEAKNESSES)[number]

/** Ten thousand million guesses: years, at the pace of an attacker who has stolen argon2id hashes. */
const ENOUGH: Score = 4
/** Judging takes longer than a password is long; what is strong in so many characters is strong. */
const LONGEST = 48
/** Letters and digits that owe nothing to what is known of the owner. */
const LEAST_OWN = 8

/** Words that most French and English passwords are made of, and the keyboards they are typed on. */
const estimator = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...french.dictionary },
  graphs: common.adjacencyGraphs,
  translations: named(french.translations),
})

/** What makes this password easy to guess for who knows these words of its owner; undefined when nothing does. */
export function weaknessOf(password: string, personal: string[]): Weakness | undefined {
  if (rest(password, personal).length < LEAST_OWN) return 'personal'
  const parts = [password.slice(0, LONGEST), password.slice(-LONGEST)]
  for (const part of new Set(parts)) {
    const { score, feedback, sequence } = estimator.check(part, personal)
    if (score >= ENOUGH) return undefined
    if (part === parts.at(-1)) return reason(feedback.warning ?? '', sequence)
  }
  return 'guessable'
}

/** What remains of a password without its owner's words, its case, its accents and its signs. */
function rest(password: string, personal: string[]) {
  const longestFirst = [...personal].sort((a, b) => b.length - a.length)
  return longestFirst
    .reduce((left, word) => left.replaceAll(word, ' '), bare(password))
    .replace(/[^\p{L}\d]/gu, '')
}

type Match = { pattern: string; dictionaryName?: unknown }

function reason(warning: string, sequence: Match[]): Weakness {
  if (sequence.some(({ dictionaryName }) => dictionaryName === 'userInputs')) return 'personal'
  if (sequence.every(({ dictionaryName }) => dictionaryName === 'passwords-common')) return 'common'
  return BY_WARNING[warning] ?? BY_PATTERN[longestPattern(sequence)] ?? 'guessable'
}

const BY_WARNING: Record<string, Weakness> = {
  straightRow: 'keyboard',
  keyPattern: 'keyboard',
  simpleRepeat: 'repeat',
  extendedRepeat: 'repeat',
  sequences: 'sequence',
  recentYears: 'date',
  dates: 'date',
  topTen: 'common',
  topHundred: 'common',
  common: 'common',
  similarToCommon: 'common',
  wordByItself: 'word',
  namesByThemselves: 'name',
  commonNames: 'name',
  userInputs: 'personal',
}

const BY_PATTERN: Record<string, Weakness> = {
  spatial: 'keyboard',
  repeat: 'repeat',
  sequence: 'sequence',
  date: 'date',
}

/** Several parts, none of which had a warning of its own: the first says what kind of thing it is. */
function longestPattern(sequence: Match[]) {
  return sequence.find(({ pattern }) => pattern in BY_PATTERN)?.pattern ?? ''
}

/** Its sentences are ours: here it only names them. */
function named(translations: typeof french.translations) {
  const names = <T extends object>(sentences: T) =>
    Object.fromEntries(Object.keys(sentences).map(name => [name, name])) as {
      [K in keyof T]: string
    }
  return {
    ...translations,
    warnings: names(translations.warnings),
    suggestions: names(translations.suggestions),
  }
}
