import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Picture } from '../platform/documents/pictures.ts'
import { DocumentRefused, isRefusal } from '../platform/documents/refusal.ts'

/** A document as the form's fields, and its pictures; `lost`: those that were too many, `absent`: those that it only names. */
export type ReadDocument = {
  fields: Record<string, unknown>
  pictures: Picture[]
  lost: number
  absent: string[]
}

const LONGEST_MS = 30_000
const MEMORY = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 }

let last: Promise<unknown> = Promise.resolve()

/**
 * Reads a document in a thread of its own, which has only so much time and memory; one at a time, since
 * others may wait better than the machine can. Throws DocumentRefused.
 */
export function readDocument(path: string, extension: string): Promise<ReadDocument> {
  const reading = last.then(() => readNow(path, extension))
  last = reading.catch(() => {})
  return reading
}

function readNow(path: string, extension: string): Promise<ReadDocument> {
  const workerData = { path, extension }
  const worker = new Worker(entry(), { workerData, resourceLimits: MEMORY })
  return new Promise<ReadDocument>((resolve, reject) => {
    const late = setTimeout(() => reject(new DocumentRefused('tooLong')), LONGEST_MS)
    worker.once('message', ({ document, refused }) => {
      if (document) resolve(document)
      else reject(new DocumentRefused(isRefusal(refused) ? refused : 'damaged'))
    })
    // Out of memory, or of stack.
    worker.once('error', failure => reject(new DocumentRefused('tooLarge', failure)))
    worker.once('exit', () => {
      clearTimeout(late)
      reject(new DocumentRefused('damaged'))
    })
  }).finally(() => worker.terminate())
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
