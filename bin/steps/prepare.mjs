import { join } from 'node:path'
import { changedAt, newestSource } from './freshness.mjs'
import { install, installed } from './install.mjs'
import { locked } from './lock.mjs'
import { root } from './root.mjs'

/** Brings node_modules/ and dist/ up to date. With nothing to do it reads some file times and takes no lock. */
export async function prepare({ installOnly = false, buildOnly = false } = {}) {
  const isInstalled = () => buildOnly || installed()
  const isBuilt = () => installOnly || built()
  if (isInstalled() && isBuilt()) return
  await locked(async () => {
    // asked again: somebody else may have done it while we waited
    if (!isInstalled()) await install()
    if (isBuilt()) return
    console.error('Building…')
    const { build } = await import('./build.mjs')
    await build()
  })
}

function built() {
  return changedAt(join(root, 'dist/.built')) >= newestSource()
}
