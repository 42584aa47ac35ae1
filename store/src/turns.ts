import { StoreError } from './errors.ts'

/**
 * Work in steps. Between two of them others may have their turn: then `yield` gives true, and what was read before may be out of
 * date.
 */
export type Steps<T> = Generator<undefined, T, boolean>

/** Milliseconds for which work goes on before others have their turn. */
const SLICE_MS = 15

/** Goes on until the work is done or its slice is over. Throws MaxTimeMSExpired past `deadline`. */
export function advance<T>(
  steps: Steps<T>,
  resumed: boolean,
  deadline: number,
): IteratorResult<undefined, T> {
  const end = performance.now() + SLICE_MS
  let step = steps.next(resumed)
  while (!step.done) {
    const now = performance.now()
    if (now > deadline)
      throw new StoreError('MaxTimeMSExpired', 'operation exceeded time limit (maxTimeMS)')
    if (now > end) return step
    step = steps.next(false)
  }
  return step
}

/** The outcome of `slice`, which goes on with some work for a while: at once where that is enough, else after as many turns as it takes. */
export function inTurns<T>(
  slice: (resumed: boolean) => IteratorResult<undefined, T>,
  isClosed: () => boolean,
): T | Promise<T> {
  const step = slice(false)
  return step.done ? step.value : rest(slice, isClosed)
}

async function rest<T>(
  slice: (resumed: boolean) => IteratorResult<undefined, T>,
  isClosed: () => boolean,
): Promise<T> {
  for (;;) {
    await new Promise(resolve => setImmediate(resolve))
    // LMDB's handles are closed then: to read through them would end the process.
    if (isClosed()) throw new StoreError('InterruptedAtShutdown', 'the store is closing')
    const step = slice(true)
    if (step.done) return step.value
  }
}
