import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'

/** The hash of the store that its own tests last passed with. Committed, so that a fresh clone knows too. */
const proof = join(root, 'store/test/.proved')
/** What the store stands on. */
const PACKAGES = ['lmdb', 'bson', 'mongodb']

/** Whether the store, its tests and its packages are those that its tests last passed with. */
export function isStoreProved() {
  return readFileSync(proof, 'utf8').trim() === storeHash()
}

/** To be called when all tests of the store have passed. */
export function proveStore() {
  writeFileSync(proof, `${storeHash()}\n`)
}

function storeHash() {
  const hash = createHash('sha256')
  for (const path of sources()) hash.update(`${path}\0`).update(readFileSync(join(root, path)))
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  for (const name of PACKAGES) hash.update(`${name} ${packages[`node_modules/${name}`]?.version}\0`)
  return hash.digest('hex')
}

function sources() {
  return ['store/src', 'store/test']
    .flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true }).map(n => join(folder, n)),
    )
    .filter(path => path.endsWith('.ts') && statSync(join(root, path)).isFile())
    .map(path => path.replaceAll('\\', '/'))
    .sort()
}
