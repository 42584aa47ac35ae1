import { isDuplicate } from '../database/duplicates.ts'

const MOST_TRIES = 200

type Numbered<R> = {
  /** The highest number of its place, 0 in an empty one. */
  highest(): Promise<number>
  /** Saves it under this number; a unique index refuses one that is taken. */
  write(number: number): Promise<R>
  /** The same one, when it was there before: sent twice, it is written once. */
  same?(): PromiseLike<R | null | undefined>
}

/**
 * Writes under the next number of a place: 1, 2, 3… without gap, however many write at once, in however many processes. Whoever finds
 * a number taken reads the new end and tries after it. Not for ever: not every server tells which index refused.
 */
export async function writeNumbered<R>({ highest, write, same }: Numbered<R>) {
  for (let tries = 1; ; tries++) {
    try {
      return { record: await write((await highest()) + 1), isNew: true }
    } catch (failure) {
      if (!isDuplicate(failure)) throw failure
      const record = await same?.()
      if (record) return { record, isNew: false }
      if (tries === MOST_TRIES) throw failure
    }
  }
}
