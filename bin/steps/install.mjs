import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from './failure.mjs'
import { changedAt } from './freshness.mjs'
import { root } from './root.mjs'
import { run } from './run.mjs'

const wanted = join(root, 'package-lock.json')
const present = join(root, 'node_modules/.package-lock.json')

export function installed() {
  const time = changedAt(present)
  return time > 0 && time >= changedAt(wanted)
}

/** Installs exactly what the lock file names. The build needs the development packages, wherever NODE_ENV points. */
export async function install() {
  console.error('Installing packages…')
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund']
  const { code, output } = await run('npm', args, { quiet: true })
  if (code !== 0) throw new Failure(`${output.trim()}\nnpm ${args.join(' ')} failed.`, code)
  await remember()
}

// A lock file from the future (a clock that was wrong) must not mean an install at each start.
async function remember() {
  const seconds = Math.ceil(Math.max(Date.now(), changedAt(wanted)) / 1000)
  await utimes(present, seconds, seconds)
}
