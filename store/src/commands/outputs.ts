import type { Collection } from '../catalog.ts'
import { removeDocument } from '../entries.ts'
import { StoreError } from '../errors.ts'
import { only, stagesOf } from '../pipeline/arguments.ts'
import { Reading } from '../results.ts'
import type { Store } from '../store.ts'
import { type Doc, isDoc } from '../values.ts'
import { checkName } from './fields.ts'
import { insertComputed } from './inserting.ts'
import { compileMerge } from './merge.ts'

/** Where a pipeline's documents go instead of to the client: made ready before anything is read. */
export type Output = (documents: Iterable<Doc>) => void

/** Takes a last stage `$out` or `$merge` off a pipeline. Throws MongoDB's codes for one that makes no sense. */
export function outputOf(
  store: Store,
  db: string,
  pipeline: Doc[],
): { stages: Doc[]; output: Output | undefined } {
  const last = pipeline.at(-1) ?? {}
  const isOutput = '$out' in last || '$merge' in last
  if (!isOutput) return { stages: pipeline, output: undefined }
  const output =
    '$out' in last ? compileOut(store, db, last.$out) : compileMerge(store, db, last.$merge)
  return { stages: stagesOf(pipeline.slice(0, -1)), output }
}

/** `$out`: the documents take the place of all that a collection held, whose indexes stay. */
function compileOut(store: Store, own: string, spec: unknown): Output {
  const { db = own, coll, ...rest } = isDoc(spec) ? spec : { coll: spec }
  only('$out', rest)
  if (typeof db !== 'string' || typeof coll !== 'string')
    throw new StoreError('FailedToParse', '$out must name a collection')
  checkName(db, coll)
  return documents => {
    const ready = [...documents]
    const collection = store.catalog.ensure(db, coll)
    store.storage.transact(() => {
      clear(store, collection)
      for (const document of ready) insertComputed(store, collection, document)
    })
  }
}

function clear(store: Store, collection: Collection): void {
  const everything = new Reading(store, collection, { filter: {}, hint: { $natural: 1 } }).all()
  for (const { idKey, bytes } of everything) removeDocument(collection, idKey, bytes)
}
