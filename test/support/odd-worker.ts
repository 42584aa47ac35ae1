import { parentPort } from 'node:worker_threads'

/** Doubles numbers; loops, takes all memory or fails when asked to. */
parentPort?.on('message', (asked: unknown) => {
  if (asked === 'loop') for (;;);
  if (asked === 'fill')
    for (const all: unknown[] = []; ; ) all.push(new Array(10_000).fill(all.length))
  if (asked === 'fail') parentPort?.postMessage({ failed: 'It did not work' })
  else parentPort?.postMessage({ done: Number(asked) * 2 })
})
