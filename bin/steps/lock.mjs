import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from './root.mjs'

const lock = join(root, '.preparing')
const owner = join(lock, 'pid')

/** Runs `work` while no other process of this checkout does: two installs at once would ruin node_modules. */
export async function locked(work) {
  while (!(await taken())) {
    if (await stale()) await rm(lock, { recursive: true, force: true })
    else await wait(150)
  }
  try {
    return await work()
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}

async function taken() {
  try {
    await mkdir(lock)
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
  await writeFile(owner, String(process.pid))
  return true
}

// Left by a process that is gone, or by one that died before writing its number.
async function stale() {
  const pid = Number(await readFile(owner, 'utf8').catch(() => ''))
  if (pid) return !alive(pid)
  const made = await stat(lock).catch(() => undefined)
  return made !== undefined && Date.now() - made.mtimeMs > 5_000
}

function alive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
