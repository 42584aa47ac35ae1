import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './root.mjs'

const FOLDERS = ['server', 'models', 'store', 'test', 'demo']
/** Any relative path in quotes, so that the modules of threads and child processes count as imported too. */
const PATH = /['"`]((?:\.\.?\/)[\w./-]+|[\w-]+\.ts)['"`]/g

/** Which files name each file: a map from each TypeScript source to the set of its importers, by paths from the root. */
export function importers() {
  const files = new Set(FOLDERS.flatMap(sourcesUnder))
  const found = new Map([...files].map(file => [file, new Set()]))
  for (const file of files)
    for (const imported of importsOf(file, files)) found.get(imported).add(file)
  return found
}

/** These files and all that import them, directly or not; the importers of a file for which `stopsAt` holds are not followed. */
export function dependents(starts, graph, stopsAt = () => false) {
  const reached = new Set(starts)
  for (const file of reached) {
    if (stopsAt(file) && !starts.includes(file)) continue
    for (const importer of graph.get(file) ?? []) reached.add(importer)
  }
  return reached
}

function importsOf(file, files) {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(PATH)].flatMap(([, path]) => {
    const target = join(dirname(file), path).replaceAll('\\', '/')
    return [target, `${target}.ts`].filter(candidate => files.has(candidate) && candidate !== file)
  })
}

function sourcesUnder(folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name).replaceAll('\\', '/'))
    .filter(name => name.endsWith('.ts') && !name.includes('node_modules/'))
    .filter(name => statSync(join(root, name)).isFile())
}
