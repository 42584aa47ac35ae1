import type { Picture } from '../platform/documents/pictures.ts'
import { DocumentRefused, type RefusalCode } from '../platform/documents/refusal.ts'
import { Overloaded, TookTooLong, WorkFailed, workerPool } from '../platform/workers/pool.ts'
import type { DocumentFile } from './worker.ts'

/** A document as the form's fields, and its pictures; `lost`: those that were too many, `absent`: those that it only names. */
export type ReadDocument = {
  fields: Record<string, unknown>
  pictures: Picture[]
  lost: number
  absent: string[]
}

/** A document leaves much behind: each has a thread of its own. */
const read = workerPool<DocumentFile>(import.meta.url, './worker', {
  longest: 30_000,
  mostWaiting: 20,
  memoryMb: 384,
  youngMemoryMb: 64,
  stackMb: 4,
  idle: 0,
})

/** Reads a document in a thread, which has only so much time and memory. Throws DocumentRefused, Overloaded. */
export async function readDocument(file: DocumentFile): Promise<ReadDocument> {
  const answer = (await read(file).catch(failure => {
    throw refusalOf(failure)
  })) as ReadDocument | { refused: RefusalCode }
  if ('refused' in answer) throw new DocumentRefused(answer.refused)
  return answer
}

function refusalOf(failure: unknown) {
  if (failure instanceof TookTooLong) return new DocumentRefused('tooLong')
  if (failure instanceof Overloaded) return failure
  if (failure instanceof WorkFailed) return new DocumentRefused('damaged', failure)
  // The thread died: out of memory, or of stack.
  return new DocumentRefused('tooLarge', failure)
}
