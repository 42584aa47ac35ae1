import { openSnapshot } from '../../../store/src/files.ts'
import { DATABASE } from '../settings.ts'
import type { Source } from './source.ts'

/** What the embedded store holds at this moment, whether or not a hub uses it. */
export function embeddedSource(folder: string): Source {
  const { collections, close } = openSnapshot(folder)
  return {
    database: DATABASE,
    collections: collections.map(({ db, name, indexes, documents }) => ({
      ...{ db, name, indexes, options: {} },
      *documents() {
        for (const { bytes } of documents()) yield bytes
      },
    })),
    close,
  }
}
