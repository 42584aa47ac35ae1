import { parentPort, threadId } from 'node:worker_threads'

/** Doubles numbers; says which thread it is, loops, takes all memory, fails or breaks when asked to. */
parentPort?.on('message', (asked: unknown) => {
  if (asked === 'loop') for (;;);
  if (asked === 'fill')
    for (const all: unknown[] = []; ; ) all.push(new Array(10_000).fill(all.length))
  if (asked === 'which') parentPort?.postMessage({ done: threadId })
  else if (asked === 'fail') parentPort?.postMessage({ failed: 'It did not work' })
  else if (asked === 'break') parentPort?.postMessage({ failed: 'It broke', broken: true })
  else parentPort?.postMessage({ done: Number(asked) * 2 })
})
