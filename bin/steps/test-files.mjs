import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { Failure } from './failure.mjs'
import { root } from './root.mjs'
import { transpiled } from './transpile.mjs'

const FOLDERS = ['test', 'store/test']
/** Seconds by test file, as `npm test -- --record` measured them. */
export const durationsFile = join(root, 'test/durations.json')

/** Every test file, by its path from the project's root. */
export function allTestFiles() {
  return FOLDERS.flatMap(folder => filesUnder(folder).filter(isTest))
}

/** The files that these words of the command line name, folders being all that is in them. */
export function namedTestFiles(words) {
  return words.flatMap(word => {
    const path = relative(root, resolve(root, word))
    if (!existsSync(join(root, path))) throw new Failure(`There is no ${path}`)
    return isTest(path) ? [path] : filesUnder(path).filter(isTest)
  })
}

/** Longest first, so that no process is left with a long one at the end. One that was never measured may be long. */
export function longestFirst(files) {
  const seconds = JSON.parse(readFileSync(durationsFile, 'utf8'))
  const expected = file => seconds[file] ?? Number.POSITIVE_INFINITY
  return files.toSorted((a, b) => expected(b) - expected(a) || (a < b ? -1 : 1))
}

/** Where the transpiled form of a source is. */
export function asTranspiled(file) {
  return join(transpiled, file.replace(/\.ts$/, '.js'))
}

function isTest(path) {
  return path.endsWith('.test.ts')
}

function filesUnder(folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(name =>
    join(folder, name).replaceAll('\\', '/'),
  )
}
