import type { Facts, IndexedDocument } from '../engine/documents.ts'

export const KINDS = [
  'resources',
  'gatherings',
  'spaces',
  'threads',
  'replies',
  'rooms',
  'messages',
  'members',
] as const
export type Kind = (typeof KINDS)[number]

/** Records of one kind as the index wants them, one after the other; `ids` for some of them alone. */
export type Source = {
  kind: Kind
  read(ids?: readonly string[]): AsyncIterable<IndexedDocument>
}

export function keyOf(kind: Kind, id: unknown) {
  return `${kind}:${id}`
}

/** What every document says of itself: of which kind it is, and from when. */
export function commonFacts(kind: Kind, at: Date | null | undefined): Facts {
  return { of: kind, at: at?.getTime() ?? 0 }
}

/** All records, or those of these ids: the whole collection is meant to be read. */
export function wanted(ids?: readonly string[]) {
  return ids ? { _id: { $in: ids } } : {}
}

export function reading(ids?: readonly string[]) {
  return ids ? {} : { hint: { $natural: 1 as const } }
}
