import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Address, Listening, Log } from './server.ts'

/** `runEngine` in a worker thread: long reads and the wait for the disk never hold up the caller's own event loop. */
export async function runEngineInThread(
  directory: string,
  address: Address,
  log: Log,
  strict = false,
): Promise<Listening & { sweep: (now: Date) => Promise<number> }> {
  const worker = new Worker(entry(), { workerData: { directory, address, strict } })
  worker.on('message', message => {
    if (message?.log) log(message.log)
  })
  const gone = new Promise(resolve => worker.once('exit', resolve))
  worker.on('error', error => log({ event: 'store thread failed', reason: String(error) }))
  const { address: bound, failed } = await answerOf(
    worker,
    message => message.address || message.failed,
  )
  if (failed) {
    await gone
    throw new Error(failed)
  }
  let closing = false
  worker.once('exit', code => {
    if (!closing) log({ event: 'store thread ended', code })
  })
  worker.unref()
  return {
    address: bound,
    sweep: async now => {
      worker.postMessage({ sweep: now.getTime() })
      return (await answerOf(worker, message => message.swept !== undefined)).swept
    },
    close: async () => {
      closing = true
      worker.ref()
      worker.postMessage('close')
      await gone
    },
  }
}

/** The worker's module; run from source, a worker does not inherit the loader of TypeScript, so it registers its own first. */
function entry(): URL {
  if (!import.meta.url.endsWith('.ts')) return new URL('./worker.js', import.meta.url)
  // Its module for `require` can't register from here; the one for `import` stands beside it.
  const required = createRequire(import.meta.url).resolve('tsx/esm/api')
  const loader = pathToFileURL(required.replace(/\.cjs$/, '.mjs')).href
  const source = new URL('./worker.ts', import.meta.url).href
  const code = `import { register } from ${JSON.stringify(loader)}; register(); await import(${JSON.stringify(source)})`
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`)
}

interface Message {
  address: Address
  failed?: string
  swept: number
}

function answerOf(worker: Worker, isAnswer: (message: Message) => unknown): Promise<Message> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      worker.off('message', onMessage)
      worker.off('error', onEnd)
      worker.off('exit', onEnd)
    }
    const onMessage = (message: Message) => {
      if (!isAnswer(message)) return
      stop()
      resolve(message)
    }
    const onEnd = (reason: unknown) => {
      stop()
      reject(
        reason instanceof Error
          ? reason
          : new Error(`the store's thread ended (${String(reason)})`),
      )
    }
    worker.on('message', onMessage)
    worker.on('error', onEnd)
    worker.on('exit', onEnd)
  })
}
