import { Timestamp } from 'bson'
import type { Collection } from '../catalog.ts'
import { duplicateKey, putDocument } from '../entries.ts'
import { StoreError } from '../errors.ts'
import { encodeKey } from '../keys.ts'
import { insertRaw } from '../rawinsert.ts'
import { LONGEST_KEY } from '../storage.ts'
import type { Store } from '../store.ts'
import { stamped, withIdFirst } from '../update.ts'
import { type Doc, decode, decodeTyped, encode, isDoc, isRegex } from '../values.ts'

/** Inserts a document as it came, within a write's transaction. Throws DuplicateKey among others, with nothing written. */
export function insertBytes(store: Store, collection: Collection, given: Buffer): void {
  if (insertRaw(store.catalog, collection, given)) return
  const document = decode(given)
  const ready = Object.keys(document)[0] === '_id' && !Object.values(document).some(isUnset)
  if (ready) insertDocument(store, collection, document._id, given, document)
  else {
    const { _id, bytes } = completed(given)
    insertDocument(store, collection, _id, bytes)
  }
}

const isUnset = (value: unknown) => value instanceof Timestamp && value.isZero()

function completed(given: Buffer): { _id: unknown; bytes: Buffer } {
  const document = stamped(withIdFirst(decodeTyped(given)))
  return { _id: document._id, bytes: encode(document) }
}

/** Inserts a document that is ready to be stored. */
export function insertDocument(
  store: Store,
  collection: Collection,
  id: unknown,
  bytes: Buffer,
  decoded?: Doc,
): void {
  if (Array.isArray(id) || isRegex(id) || id === undefined) {
    const type = id === undefined ? 'undefined' : Array.isArray(id) ? 'array' : 'regex'
    throw new StoreError('BadValue', `The '_id' value cannot be of type ${type}`)
  }
  const dollar = isDoc(id) ? Object.keys(id).find(key => key.startsWith('$')) : undefined
  if (dollar !== undefined)
    throw new StoreError(
      'DollarPrefixedFieldName',
      `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`,
    )
  const idKey = encodeKey([id])
  const [primary] = collection.indexes
  if (primary && idKey.length <= LONGEST_KEY && collection.documents.doesExist(idKey))
    throw duplicateKey(collection, primary, [id])
  putDocument(store.catalog, collection, { idKey, bytes, ...(decoded && { decoded }) })
}
