import { Conflict } from '../errors.ts'

const MOST_TRIES = 5
const EMPTY = { body: '', html: '' }

type Written = { body: string; html: string }
type Withheld = { [K in keyof Written]?: Written[K] | null | undefined }

/** What withholding asks of the posts of one model. */
export type PostStore<R> = {
  words(filter: object): PromiseLike<Written | null>
  withheld(filter: object): PromiseLike<{ withheld?: Withheld | null | undefined } | null>
  /** Answers the record after the update. */
  write(filter: object, update: object): PromiseLike<R | null>
}

/**
 * Moves the words of a post aside in one write: nobody who reads the record finds them where words are looked for. `standing` says
 * which posts have words to lose. Throws Conflict when there is none, or when its author changes it again and again.
 */
export async function withhold<R>(store: PostStore<R>, _id: string, standing: object): Promise<R> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const shown = { _id, hiddenAt: null, ...standing }
    const read = await store.words(shown)
    if (!read) throw new Conflict()
    const { body, html } = read
    const $set = { ...EMPTY, hiddenAt: new Date(), withheld: { body, html } }
    // Only the words that were read: what their author writes meanwhile is neither lost nor left.
    const hidden = await store.write({ ...shown, body }, { $set })
    if (hidden) return hidden
  }
  throw new Conflict()
}

/** Puts the words back. Throws Conflict when they are not withheld. */
export async function giveBack<R>(store: PostStore<R>, _id: string): Promise<R> {
  const hidden = { _id, hiddenAt: { $ne: null } }
  const read = await store.withheld(hidden)
  if (!read) throw new Conflict()
  const { body, html } = read.withheld ?? {}
  const $set = { body: body ?? '', html: html ?? '' }
  const shown = await store.write(hidden, { $set, $unset: { hiddenAt: 1, withheld: 1 } })
  if (!shown) throw new Conflict()
  return shown
}

/** The words of a post, withheld ones too, for moderators and for who wrote them. */
export function wordsOf({
  body,
  withheld,
}: {
  body: string
  withheld?: Withheld | null | undefined
}) {
  return withheld?.body ?? body
}
