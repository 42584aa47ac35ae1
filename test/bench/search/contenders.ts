import type { IndexedDocument } from '../../../server/platform/content/searchable.ts'

/** One way to search: documents in, keys out, each question for the same reader. */
export type Contender = {
  add(documents: IndexedDocument[]): Promise<void> | void
  /** After the last document, when a way needs it. */
  ready?(): Promise<void> | void
  search(question: string): Promise<string[]> | string[]
  close?(): Promise<void> | void
}

export const CONTENDERS: Record<string, () => Promise<Contender>> = {
  own: async () => (await import('./own.ts')).own(),
  thread: async () => (await import('./own.ts')).ownThread(),
  minisearch: async () => (await import('./minisearch.ts')).miniSearch(),
  orama: async () => (await import('./orama.ts')).oramaSearch(),
  fts5: async () => (await import('./fts5.ts')).fts5(),
  store: async () => (await import('./postings-in-store.ts')).postingsInStore(),
}
