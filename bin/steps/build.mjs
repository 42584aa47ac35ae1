import { existsSync } from 'node:fs'
import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildAssets } from './assets.mjs'
import { Failure } from './failure.mjs'
import { newestSource } from './freshness.mjs'
import { root } from './root.mjs'
import { runNode } from './run.mjs'

const dist = join(root, 'dist')

/** Builds the server and the assets beside dist/, then puts them in its place: a build that fails changes nothing. */
export async function build() {
  const started = Date.now()
  const seen = newestSource()
  await intoFreshFolder(async folder => {
    await both(compileServer(folder), buildAssets(join(folder, 'public')))
    await stamp(join(folder, '.built'), Math.max(started, seen))
    await replace(dist, folder)
  })
  console.error(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

/** The assets alone, for development: the server there runs from its sources. */
export async function buildOnlyAssets() {
  await intoFreshFolder(async folder => {
    await buildAssets(join(folder, 'public'))
    await mkdir(dist, { recursive: true })
    await replace(join(dist, 'public'), join(folder, 'public'))
  })
}

// Beside dist/, so that moving it there is one rename and the source maps keep their depth. One at a time: the commands
// hold the lock, so what lies there was left by a build that was killed.
async function intoFreshFolder(work) {
  const folder = `${dist}.next`
  await rm(folder, { recursive: true, force: true })
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

// Unlike Promise.all, waits for the other one to stop writing before it tells of a failure.
async function both(...works) {
  const failed = (await Promise.allSettled(works)).find(({ status }) => status === 'rejected')
  if (failed) throw failed.reason
}

// Types are for `npm test` to check: here, that would be nine tenths of what a first start waits for.
async function compileServer(folder) {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const args = [tsc, '-p', 'tsconfig.build.json', '--noCheck', '--outDir', folder]
  const { code, output } = await runNode(args, { quiet: true })
  if (code !== 0) throw new Failure(`${output.trim()}\nThe server does not compile.`, code)
}

// Up to the next millisecond: setting a time loses what is finer.
async function stamp(file, milliseconds) {
  const seconds = Math.ceil(milliseconds) / 1000
  await writeFile(file, `${new Date(seconds * 1000).toISOString()}\n`)
  await utimes(file, seconds, seconds)
}

async function replace(target, fresh) {
  const old = `${dist}.old`
  await rm(old, { recursive: true, force: true })
  if (existsSync(target)) await rename(target, old)
  await rename(fresh, target)
  await rm(old, { recursive: true, force: true })
}
