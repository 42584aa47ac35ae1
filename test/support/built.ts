import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../../server/platform/root.ts'

let ready = false

/**
 * The arguments that start `server/NAME` as it is deployed, built first when a source has changed since: it
 * is there in a third of the time that the loader of TypeScript takes.
 */
export function built(name: 'cli' | 'index'): string[] {
  if (!ready) ready = prepared()
  return ['--enable-source-maps', join(root, `dist/server/${name}.js`)]
}

function prepared() {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'bin/prepare'), '--build-only'],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`The hub does not build:\n${stderr}`)
  return true
}
