import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'

const sources = [
  'server',
  'models',
  'store/src',
  'public',
  'bin',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
]

/** When the newest file that a build reads was changed, in milliseconds. */
export function newestSource() {
  return Math.max(0, ...sources.map(name => newestUnder(join(root, name))))
}

/** When this file was changed, in milliseconds; 0 when it does not exist. */
export function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** When the newest file below `path` was changed. A folder counts too: its own time moves when a file in it is removed. */
export function newestUnder(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return 0
  if (!found.isDirectory()) return found.mtimeMs
  return Math.max(found.mtimeMs, ...readdirSync(path).map(name => newestUnder(join(path, name))))
}
