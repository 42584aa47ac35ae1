import type { Catalog, Collection, Index } from './catalog.ts'
import { LARGEST_DOCUMENT, rememberMultikey } from './entries.ts'
import { type RawKeys, rawKeys } from './rawkeys.ts'
import { LONGEST_KEY } from './storage.ts'

/**
 * Inserts a sound document without decoding it, as bulk loads need it. False, with nothing written, where that is not simple or not
 * allowed (a duplicate, a key too long): the ordinary way then does it, or says what is wrong.
 */
export function insertRaw(catalog: Catalog, collection: Collection, bytes: Buffer): boolean {
  const keys = rawKeys(collection.indexes, bytes)
  if (!keys || bytes.length > LARGEST_DOCUMENT || isTooLong(keys)) return false
  const { idKey, entries, arrays } = keys
  if (!collection.documents.putNew(idKey, bytes)) return false
  for (const [i, { index, key }] of entries.entries()) {
    if (put(index, key, idKey)) continue
    for (const done of entries.slice(0, i)) done.index.tree.remove(done.key)
    collection.documents.remove(idKey)
    return false
  }
  for (const { index, field } of arrays) noteArray(catalog, collection, index, field)
  return true
}

function put({ tree, unique }: Index, key: Buffer, idKey: Buffer): boolean {
  if (unique) return tree.putNew(key, idKey)
  tree.put(key, idKey)
  return true
}

function isTooLong({ idKey, entries }: RawKeys): boolean {
  return idKey.length > LONGEST_KEY || entries.some(({ key }) => key.length > LONGEST_KEY)
}

function noteArray(catalog: Catalog, collection: Collection, index: Index, field: number): void {
  if (index.multikey[field]) return
  const flags = index.fields.map((_, i) => i === field)
  rememberMultikey(catalog, collection, index, flags)
}
