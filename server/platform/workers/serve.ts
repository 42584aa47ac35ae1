import { parentPort } from 'node:worker_threads'

/** What a thread answers for each piece of work. `broken`: its libraries can not be trusted after this failure. */
export type Answer = { done: unknown } | { failed: string; broken: boolean }

type Options<Data> = {
  /** Whether the thread is not to be used again after a failure of this piece. */
  breaksOn?: (data: Data) => boolean
}

/** The whole of a pool's worker module: does each piece that the pool sends, and answers it. */
export function serve<Data>(
  work: (data: Data) => unknown,
  { breaksOn = () => false }: Options<Data> = {},
) {
  silence()
  parentPort?.on('message', async (data: Data) => {
    parentPort?.postMessage(await answerOf(work, data, breaksOn(data)))
  })
}

/**
 * What libraries say of strange files is in nobody's interest. Here, since a stream of the thread's output that is read from outside
 * keeps the process from ending.
 */
function silence() {
  process.stdout.write = () => true
  process.stderr.write = () => true
}

async function answerOf<Data>(
  work: (data: Data) => unknown,
  data: Data,
  broken: boolean,
): Promise<Answer> {
  try {
    return { done: await work(data) }
  } catch (failure) {
    return { failed: String(failure), broken }
  }
}
