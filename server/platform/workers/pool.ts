import { Worker } from 'node:worker_threads'
import { HttpError } from '../errors.ts'
import { workerEntry } from './entry.ts'
import type { Answer } from './serve.ts'

/** Too much of it is waiting. */
export class Overloaded extends HttpError {
  constructor() {
    super(503, 'overloaded')
  }
}

/** This piece took longer than any may. */
export class TookTooLong extends Overloaded {}

/** The thread did it and says how it failed. */
export class WorkFailed extends Error {}

type Limits = {
  /** Milliseconds after which one piece of work is given up, with its thread. */
  longest: number
  mostWaiting: number
  memoryMb: number
  /** The same for what is young, and for the stack, where they are not Node's own. */
  youngMemoryMb?: number
  stackMb?: number
  /** Milliseconds without work after which the thread ends; 0 gives each piece a thread of its own. */
  idle?: number
}

type Piece = { data: unknown; resolve: (done: unknown) => void; reject: (why: Error) => void }

const IDLE_MS = 2 * 60_000

/**
 * Work of one kind off the event loop, in a thread that is there while there is work: one piece at a time, within limits, so that no
 * request waits for it and nothing that it is given can hold or end the process. `module` is the thread's code without its ending,
 * beside the file `here`; it calls `serve`. The work is rejected with Overloaded, TookTooLong, WorkFailed, or what the thread died of;
 * what waits behind it is done all the same.
 */
export function workerPool<Data>(here: string, module: string, limits: Limits) {
  const pool = new Pool(here, module, limits)
  return (data: Data) => pool.do(data)
}

class Pool {
  readonly #start: () => Worker
  readonly #limits: Limits
  readonly #waiting: Piece[] = []
  #thread: Worker | undefined
  #current: Piece | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(here: string, module: string, limits: Limits) {
    this.#limits = limits
    this.#start = () => startThread(workerEntry(here, module), limits)
  }

  do(data: unknown) {
    return new Promise<unknown>((resolve, reject) => {
      if (this.#waiting.length >= this.#limits.mostWaiting) return reject(new Overloaded())
      this.#waiting.push({ data, resolve, reject })
      if (!this.#current) this.#next()
    })
  }

  #next() {
    clearTimeout(this.#timer)
    this.#current = this.#waiting.shift()
    if (this.#current) this.#give(this.#current)
    else if (this.#thread) this.#restUntilIdle(this.#limits.idle ?? IDLE_MS)
  }

  #give(piece: Piece) {
    this.#thread ??= this.#listenTo(this.#start())
    this.#timer = setTimeout(() => this.#giveUp(new TookTooLong()), this.#limits.longest).unref()
    try {
      this.#thread.postMessage(piece.data)
    } catch (failure) {
      this.#giveUp(failure instanceof Error ? failure : new Error(String(failure)))
    }
  }

  #restUntilIdle(ms: number) {
    if (ms === 0) this.#endThread()
    else this.#timer = setTimeout(() => this.#endThread(), ms).unref()
  }

  #listenTo(thread: Worker) {
    thread.on('message', (answer: Answer) => this.#settle(answer))
    thread.once('error', failure => this.#giveUp(failure))
    thread.once('exit', code => this.#giveUp(new Error(`The thread ended with code ${code}`)))
    // It keeps no process from ending: last, since a listener for its messages would make it do so again.
    thread.unref()
    return thread
  }

  #settle(answer: Answer) {
    const piece = this.#current
    if ('done' in answer) piece?.resolve(answer.done)
    else piece?.reject(new WorkFailed(answer.failed))
    if (('broken' in answer && answer.broken) || this.#limits.idle === 0) this.#endThread()
    this.#next()
  }

  /** The piece in hand and its thread. */
  #giveUp(why: Error) {
    const piece = this.#current
    this.#endThread()
    piece?.reject(why)
    this.#next()
  }

  #endThread() {
    clearTimeout(this.#timer)
    const ended = this.#thread
    this.#thread = undefined
    ended?.removeAllListeners()
    // What a thread that is being ended still has to say is nobody's concern.
    ended?.on('error', () => {})
    void ended?.terminate()
  }
}

function startThread(entry: URL, { memoryMb, youngMemoryMb, stackMb }: Limits) {
  return new Worker(entry, {
    resourceLimits: {
      maxOldGenerationSizeMb: memoryMb,
      ...(youngMemoryMb ? { maxYoungGenerationSizeMb: youngMemoryMb } : {}),
      ...(stackMb ? { stackSizeMb: stackMb } : {}),
    },
  })
}
