import { parentPort } from 'node:worker_threads'
import { weaknessOf } from './judge.ts'

/** To it: `{ id, password, personal }`; from it: `{ id, weakness }`. */
parentPort?.on('message', ({ id, password, personal }) => {
  parentPort?.postMessage({ id, weakness: weaknessOf(password, personal) })
})
