import { workerPool } from '../../server/platform/workers/pool.ts'

/** Asks for a piece of work, says its answer, and has another one in hand when there is nothing more to do. */
const work = workerPool(import.meta.url, './odd-worker', {
  longest: 60_000,
  mostWaiting: 3,
  memoryMb: 64,
})
const waiting = setInterval(() => {}, 1_000)
console.log(await work(1))
clearInterval(waiting)
void work('loop')
