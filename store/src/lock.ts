import { createHash, randomUUID } from 'node:crypto'
import {
  constants,
  copyFileSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** The process that has a directory; `socket` is where its store answers, empty on Windows. */
export interface Holder {
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
    if (takenOver(file, content, mine)) break
    await setTimeout(20)
  }
  held.add(file)
  return () => {
    held.delete(file)
    if (contentOf(file) === mine) rmSync(file, { force: true })
  }
}

/** Who has the directory now; nobody when the lock is missing or was left by a process that died. */
export async function holderOfDirectory(directory: string): Promise<Holder | undefined> {
  const file = join(directory, 'store.lock')
  const holder = holderOf(contentOf(file))
  return holder && (await lives(holder, file)) ? holder : undefined
}

/** Makes the file with all its content at once, unless it is there. */
function created(file: string, content: string): boolean {
  const draft = `${file}.${randomUUID()}`
  try {
    writeFileSync(draft, content, { mode: 0o600 })
    claim(draft, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** A second name for the file, in one step; a disk that has no such thing (FAT) gets a copy. */
function claim(draft: string, file: string): void {
  try {
    linkSync(draft, file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw error
    copyFileSync(draft, file, constants.COPYFILE_EXCL)
  }
}

/**
 * Puts `mine` in place of the lock that a dead process left as `content`. Of several that want to, the one that makes the ticket
 * does; one who comes late finds that the lock is no longer what it was.
 */
function takenOver(file: string, content: string, mine: string): boolean {
  const ticket = `${file}.${createHash('sha256').update(content).digest('hex').slice(0, 16)}`
  if (!created(ticket, mine)) {
    dropDeadTicket(ticket)
    return false
  }
  try {
    if (contentOf(file) !== content) return false
    renameSync(ticket, file)
    return true
  } finally {
    rmSync(ticket, { force: true })
  }
}

/** A ticket lives for a moment; one whose process died in that moment would be in the way for ever. */
function dropDeadTicket(ticket: string): void {
  const holder = holderOf(contentOf(ticket))
  if (holder && startOf(holder.pid) !== holder.startedAt) rmSync(ticket, { force: true })
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
