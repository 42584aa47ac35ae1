import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { HttpError } from '../errors.ts'

/** Too much of it is waiting, or one piece of it took too long. */
export class Overloaded extends HttpError {
  constructor() {
    super(503, 'overloaded')
  }
}

type Terms = {
  /** Milliseconds after which one piece of work is given up, with its thread. */
  longest: number
  mostWaiting: number
  memoryMb: number
  /** Milliseconds without work after which the thread ends. */
  idle?: number
}

type Piece = { data: unknown; resolve: (done: unknown) => void; reject: (why: Error) => void }

/**
 * Work in a thread of its own, one piece at a time, so that no request waits for it and nothing that it is
 * given can hold or fell the process. `module` is the thread's code without its ending, beside `here`: it
 * answers each message `data` with `{ done }` or `{ failed }`; with `{ failed, broken }` it is not used again.
 */
export function apart(here: string, module: string, terms: Terms) {
  const waiting: Piece[] = []
  let thread: Worker | undefined
  let current: Piece | undefined
  let timer: NodeJS.Timeout | undefined

  const end = (why?: Error) => {
    clearTimeout(timer)
    const [ended, piece] = [thread, current]
    thread = undefined
    current = undefined
    ended?.removeAllListeners()
    // What a thread that is being ended still has to say is nobody's concern.
    ended?.on('error', () => {})
    void ended?.terminate()
    piece?.reject(why ?? new Overloaded())
  }
  const settle = (message: { done?: unknown; failed?: string; broken?: boolean }) => {
    clearTimeout(timer)
    const piece = current
    current = undefined
    if (message.broken) end()
    if (message.failed === undefined) piece?.resolve(message.done)
    else piece?.reject(new Error(message.failed))
    next()
  }
  const start = () => {
    const limits = { maxOldGenerationSizeMb: terms.memoryMb }
    const silent = { stdout: true, stderr: true }
    const started = new Worker(entry(here, module), { resourceLimits: limits, ...silent })
    // What libraries say of strange files is in nobody's interest.
    started.stdout.resume()
    started.stderr.resume()
    started.unref()
    started.on('message', settle)
    started.once('error', error => {
      end(error)
      next()
    })
    return started
  }
  const next = () => {
    if (current) return
    current = waiting.shift()
    if (!current) {
      timer = setTimeout(end, terms.idle ?? 5 * 60_000).unref()
      return
    }
    thread ??= start()
    thread.postMessage(current.data)
    timer = setTimeout(() => {
      end()
      next()
    }, terms.longest).unref()
  }

  return (data: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      if (waiting.length >= terms.mostWaiting) return reject(new Overloaded())
      waiting.push({ data, resolve, reject })
      if (!current) clearTimeout(timer)
      next()
    })
}

/** Run from source, a worker does not inherit the loader of TypeScript, so it registers its own first. */
function entry(here: string, module: string): URL {
  if (!here.endsWith('.ts')) return new URL(`${module}.js`, here)
  const required = createRequire(here).resolve('tsx/esm/api')
  const loader = pathToFileURL(required.replace(/\.cjs$/, '.mjs')).href
  const source = new URL(`${module}.ts`, here).href
  const code = `import { register } from ${JSON.stringify(loader)}; register(); await import(${JSON.stringify(source)})`
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`)
}
