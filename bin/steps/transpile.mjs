import { existsSync } from 'node:fs'
import { readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from './failure.mjs'
import { changedAt, newestUnder } from './freshness.mjs'
import { locked } from './lock.mjs'
import { root } from './root.mjs'
import { runNode } from './run.mjs'

const SOURCES = ['server', 'models', 'store', 'test', 'demo', 'tsconfig.json', 'tsconfig.test.json']

/** Where the tests run from: the server, the store and their tests as JavaScript, at the same places below it. */
export const transpiled = join(root, 'dist.test')

const stamp = join(transpiled, '.built')

/** Writes `transpiled` anew when a source has changed since. Types are checked elsewhere. */
export async function transpile() {
  if (isFresh()) return
  await locked(async () => {
    if (isFresh()) return
    const newest = newestSource()
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const { code, output } = await runNode([tsc, '-p', 'tsconfig.test.json', '--noCheck'], {
      quiet: true,
    })
    if (code !== 0) throw new Failure(`${output.trim()}\nThe tests do not compile.`, code)
    await removeOrphans()
    await writeFile(stamp, '')
    await utimes(stamp, newest / 1000, newest / 1000)
  })
}

// In place, since another run may be reading there: only what has no source any more goes.
async function removeOrphans() {
  const names = await readdir(transpiled, { recursive: true })
  const orphans = names.filter(name => name.endsWith('.js') && !existsSync(sourceOf(name)))
  await Promise.all(orphans.map(name => rm(join(transpiled, name))))
}

function sourceOf(name) {
  return join(root, name.replace(/\.js$/, '.ts'))
}

// Setting a time loses what is finer than a millisecond.
function isFresh() {
  return Math.ceil(changedAt(stamp)) >= Math.floor(newestSource())
}

function newestSource() {
  return Math.max(...SOURCES.map(name => newestUnder(join(root, name))))
}
