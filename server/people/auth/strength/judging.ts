import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Weakness } from './judge.ts'

/**
 * Judges passwords in a thread of its own: the dictionaries take 30 MB and most of a second to read, and some
 * passwords long to judge. It is started by the first question and ends when none comes any more.
 */
const IDLE_MS = 2 * 60_000

type Waiting = { resolve: (weakness: Weakness | undefined) => void; reject: (why: Error) => void }
type Judge = { worker: Worker; waiting: Map<number, Waiting>; idle?: NodeJS.Timeout }

let judge: Judge | undefined
let count = 0

export function askJudge(password: string, personal: string[]) {
  judge ??= start()
  const { worker, waiting } = judge
  const id = ++count
  clearTimeout(judge.idle)
  return new Promise<Weakness | undefined>((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    worker.postMessage({ id, password, personal })
  })
}

function start(): Judge {
  const started: Judge = { worker: new Worker(entry()), waiting: new Map() }
  const { worker, waiting } = started
  worker.unref()
  worker.on('message', ({ id, weakness }) => {
    waiting.get(id)?.resolve(weakness)
    waiting.delete(id)
    if (waiting.size === 0) started.idle = setTimeout(() => stop(started), IDLE_MS).unref()
  })
  worker.once('error', error => stop(started, error))
  worker.once('exit', () => stop(started))
  return started
}

function stop(stopped: Judge, why = new Error('The thread that judges passwords has ended')) {
  if (judge === stopped) judge = undefined
  clearTimeout(stopped.idle)
  for (const { reject } of stopped.waiting.values()) reject(why)
  stopped.waiting.clear()
  void stopped.worker.terminate()
}

/** Run from source, a worker does not inherit the loader of TypeScript, so it registers its own first. */
function entry(): URL {
  if (!import.meta.url.endsWith('.ts')) return new URL('./worker.js', import.meta.url)
  const required = createRequire(import.meta.url).resolve('tsx/esm/api')
  const loader = pathToFileURL(required.replace(/\.cjs$/, '.mjs')).href
  const source = new URL('./worker.ts', import.meta.url).href
  const code = `import { register } from ${JSON.stringify(loader)}; register(); await import(${JSON.stringify(source)})`
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`)
}
