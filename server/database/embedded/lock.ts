import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

interface Holder {
  pid: number
  host: string
  startedAt: string
  socket: string
}

const held = new Set<string>()

/**
 * Takes the directory for this process, in the file `store.lock`. Throws an error that names the holder's pid if that process
 * still lives; a lock left by one that died is taken over. Gives a function that lets go.
 *
 * A pid alone is not proof (in a container the hub always is pid 1): the process's start time must agree, or its socket answer.
 */
export async function lockDirectory(directory: string, socket: string): Promise<() => void> {
  const file = join(directory, 'store.lock')
  const mine = JSON.stringify({
    pid: process.pid,
    host: hostname(),
    startedAt: startOf(process.pid),
    socket,
  })
  while (!created(file, mine)) {
    const content = contentOf(file)
    const holder = holderOf(content)
    if (holder && (await lives(holder, file))) {
      throw new Error(
        `the store in ${directory} is in use by process ${holder.pid} on ${holder.host}; stop it first`,
      )
    }
    setAside(file, content)
  }
  held.add(file)
  return () => {
    held.delete(file)
    if (contentOf(file) === mine) rmSync(file, { force: true })
  }
}

function created(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Moves a dead holder's file away; one that changed meanwhile belongs to somebody quicker and is put back. */
function setAside(file: string, content: string): void {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  if (contentOf(aside) !== content) created(file, contentOf(aside))
  rmSync(aside, { force: true })
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function holderOf(content: string): Holder | undefined {
  try {
    const { pid, host, startedAt, socket } = JSON.parse(content)
    return {
      pid: Number(pid),
      host: String(host),
      startedAt: String(startedAt),
      socket: String(socket),
    }
  } catch {
    return undefined
  }
}

async function lives(holder: Holder, file: string): Promise<boolean> {
  if (
    holder.pid === process.pid &&
    holder.host === hostname() &&
    holder.startedAt === startOf(process.pid)
  )
    return held.has(file)
  if (holder.host !== hostname()) return answers(holder.socket)
  return outlives(holder)
}

const PATIENCE_MS = 3_000

/**
 * A holder that does not answer is starting or was just killed: it gets a moment to do the one or the other. One answer is not enough:
 * the system still takes connections for a process that is dying.
 */
async function outlives(holder: Holder): Promise<boolean> {
  const until = Date.now() + PATIENCE_MS
  let answered = 0
  while (runs(holder.pid) && startOf(holder.pid) === holder.startedAt) {
    if (await answers(holder.socket)) answered++
    if (answered > 4 || Date.now() > until) return true
    await setTimeout(50)
  }
  return false
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * When a process started, in ticks since boot (proc(5), field 22) with the boot's id; empty where there is no /proc, `dead` for one
 * that was killed and that its parent has not buried yet.
 */
function startOf(pid: number): string {
  const stat = contentOf(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return 'dead'
  return stat === ''
    ? ''
    : `${contentOf('/proc/sys/kernel/random/boot_id').trim()}/${fields[19] ?? ''}`
}

function answers(socket: string): Promise<boolean> {
  return new Promise(resolve => {
    if (socket === '') return resolve(false)
    const probe = connect(socket)
    const finish = (answer: boolean) => {
      probe.destroy()
      resolve(answer)
    }
    probe.once('connect', () => finish(true))
    probe.once('error', () => finish(false))
    probe.setTimeout(1000, () => finish(true))
  })
}
