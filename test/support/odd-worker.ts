import { threadId } from 'node:worker_threads'
import { serve } from '../../server/platform/workers/serve.ts'

/** Doubles numbers; says which thread it is, loops, takes all memory or stack, ends, fails or breaks when asked to. */
serve(
  (asked: unknown) => {
    if (asked === 'loop') for (;;);
    if (asked === 'fill')
      for (const all: unknown[] = []; ; ) all.push(new Array(10_000).fill(all.length))
    if (asked === 'end') process.exit(3)
    if (asked === 'crash') setImmediate(() => Promise.reject(new Error('It crashed')))
    if (asked === 'crash') return new Promise(() => {})
    if (asked === 'which') return threadId
    if (asked === 'fail') throw new Error('It did not work')
    if (asked === 'break') throw new Error('It broke')
    return Number(asked) * 2
  },
  { breaksOn: asked => asked === 'break' },
)
