import { stemOf } from '../french/stem.ts'
import { STOP_WORDS } from '../french/stop-words.ts'
import type { Phrase, Synonyms } from '../french/synonyms.ts'
import { isWeak } from '../french/weak-words.ts'
import { compoundsIn } from '../french/words.ts'

/** A thing that was asked for: the words that were typed, or any phrase that means the same. */
export type Wish = {
  /** As typed; one word unless a phrase has synonyms. */
  typed: Phrase
  means: readonly Phrase[]
  /** What the words that begin so mean, when it is not finished. */
  mayMean: readonly Phrase[]
  /** What does not have it answers too. */
  optional: boolean
  /** The last word may not be finished. */
  open: boolean
}

const MOST_WISHES = 12

type Word = { word: string; joined?: string }

/** What a question wishes for, without the words that say nothing unless it has no other. */
export function wishesOf(question: string, synonyms: Synonyms): Wish[] {
  const words = tellingWords(question)
  const stems = words.map(({ word }) => stemOf(word))
  const wishes: Wish[] = []
  for (let i = 0; i < words.length && wishes.length < MOST_WISHES; ) {
    const same = synonyms.at(stems, i)
    const length = same?.length ?? compoundLength(words, i)
    const taken = words.slice(i, i + length)
    i += length
    const joined = taken.flatMap(one => one.joined ?? []).slice(0, 1)
    const open = i === words.length
    wishes.push({
      typed: taken.map(({ word }) => word),
      means: [...(same?.means ?? []), ...joined.map(word => [word])],
      mayMean: open && !same && length === 1 ? synonyms.beginning(taken[0]?.word ?? '') : [],
      optional: taken.length === 1 && isWeak(stems[i - 1] ?? ''),
      open,
    })
  }
  return wishes.every(({ optional }) => optional)
    ? wishes.map(wish => ({ ...wish, optional: false }))
    : wishes
}

function tellingWords(question: string): Word[] {
  const all = compoundsIn(question).flatMap(({ parts, joined }) =>
    parts.map((word): Word => (joined ? { word, joined } : { word })),
  )
  const telling = all.filter(({ word }) => !STOP_WORDS.has(word))
  return telling.length > 0 ? telling : all.slice(-1)
}

/** The parts of one compound are one wish. */
function compoundLength(words: readonly Word[], start: number) {
  const joined = words[start]?.joined
  return joined && words[start + 1]?.joined === joined ? 2 : 1
}
