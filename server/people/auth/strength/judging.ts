import { workerPool } from '../../../platform/workers/pool.ts'
import type { Weakness } from './judge.ts'
import type { Judged } from './worker.ts'

/** The dictionaries take 30 MB and most of a second to read, and some passwords long to judge. */
const judge = workerPool<Judged>(import.meta.url, './worker', {
  longest: 20_000,
  mostWaiting: 100,
  memoryMb: 256,
})

/** What makes a password easy to guess for who knows these words of its owner; undefined when nothing does. Throws Overloaded. */
export async function judgePassword(judged: Judged) {
  return (await judge(judged)) as Weakness | undefined
}
