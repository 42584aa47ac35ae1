import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Running, start, startHub } from './processes.ts'

/** Each start, from the birth of the process to its first page, in milliseconds. */
export async function measureStarts(filled: string) {
  const empty = newDirectory()
  const rows: [string, number][] = []
  const measure = async (name: string, starting: Promise<Running>) => {
    const running = await starting
    rows.push([name, running.firstAnswerMs])
    await running.stop()
  }
  await measure('First start, empty store', startHub(empty))
  await measure('Second start, empty store', startHub(empty))
  await measure('First start, demonstration imported', startHub(newDirectory(), { DEMO: '1' }))
  await measure('Second start, filled store', startHub(filled))
  await measure('Second start, filled store, with bin/prepare', prepared(filled))
  return rows
}

const made: string[] = []

export function newDirectory() {
  const directory = mkdtempSync(join(tmpdir(), 'rouedad-bench-'))
  made.push(directory)
  return directory
}

export function removeDirectories() {
  for (const directory of made) rmSync(directory, { recursive: true, force: true })
}

/** What `npm start` runs. */
function prepared(dataDirectory: string) {
  const script = 'node bin/prepare && exec node --enable-source-maps dist/server/index.js'
  return start(['sh', '-c', script], { DATA_DIR: dataDirectory })
}
