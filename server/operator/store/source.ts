import type { Document } from 'mongodb'

/** A collection to be copied: what is in it as BSON, and how it is indexed. */
export type SourceCollection = {
  db: string
  name: string
  options: Document
  /** As `listIndexes` gives them. */
  indexes: Document[]
  documents(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

export type Source = {
  /** The hub's own database. */
  database: string
  collections: SourceCollection[]
  close(): Promise<void>
}
