import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sqlite from 'node-sqlite3-wasm'
import { stemOf } from '../../../server/search/french/stem.ts'
import { wordsIn } from '../../../server/search/french/words.ts'
import type { Contender } from './contenders.ts'
import { READER } from './corpus.ts'

/** SQLite compiled to WebAssembly, its file on disk; the words are stemmed on the way in. It knows no typing errors. */
export function fts5(): Contender {
  const folder = mkdtempSync(join(tmpdir(), 'search-bench-'))
  const base = new sqlite.Database(join(folder, 'index.db'))
  base.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = NORMAL;')
  base.exec(`CREATE VIRTUAL TABLE texts USING fts5(
    key UNINDEXED, audience UNINDEXED, state UNINDEXED, title, summary, body, prefix = '3 4')`)
  const stemmed = (text = '') => wordsIn(text).map(stemOf).join(' ')
  const holes = READER.audience.$in.map(() => '?').join()
  const insert = base.prepare('INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?)')
  const ask = base.prepare(`SELECT key FROM texts WHERE texts MATCH ? AND audience IN (${holes})
    AND state = ? ORDER BY bm25(texts, 0, 0, 0, 9, 3, 1) LIMIT 12`)
  return {
    add(documents) {
      base.exec('BEGIN')
      for (const { key, texts, facts } of documents) {
        const { title, summary, body } = texts
        const words = [stemmed(title), stemmed(summary), stemmed(body)]
        insert.run([key, String(facts.audience), String(facts.state), ...words])
      }
      base.exec('COMMIT')
    },
    search(question) {
      const match = wordsIn(question).map(word => `"${stemOf(word)}"*`)
      const rows = ask.all([match.join(' '), ...READER.audience.$in, READER.state])
      return rows.map(({ key }) => String(key))
    },
    close() {
      insert.finalize()
      ask.finalize()
      base.close()
      rmSync(folder, { recursive: true })
    },
  }
}
