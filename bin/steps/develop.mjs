import { watch } from 'node:fs'
import { join } from 'node:path'
import { buildOnlyAssets } from './build.mjs'
import { locked } from './lock.mjs'
import { root } from './root.mjs'
import { runNode } from './run.mjs'

/** Runs until it is stopped; resolves to the server's exit code. */
export async function develop() {
  await locked(buildOnlyAssets)
  const watcher = rebuildOnChange()
  const env = { ...process.env, NODE_ENV: 'development' }
  const args = ['--watch', '--watch-preserve-output', '--import=tsx', 'server/index.ts']
  const { code } = await runNode(args, { env })
  watcher.close()
  // stopped by hand is how it ends
  return code > 128 ? 0 : code
}

function rebuildOnChange() {
  let timer
  let last = Promise.resolve()
  // an editor saves in several steps: wait for the last, and build one at a time
  return watch(join(root, 'public'), { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      last = last.then(rebuild)
    }, 80)
  })
}

async function rebuild() {
  const started = Date.now()
  try {
    await locked(buildOnlyAssets)
    console.error(`Assets rebuilt in ${Date.now() - started} ms`)
  } catch (error) {
    console.error(error.message)
  }
}
