import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export const root = resolve(import.meta.dirname, '../..')

export type Running = {
  url: string
  /** From the start of the process to its first answer. */
  firstAnswerMs: number
  /** Resident memory now, in MB. */
  memory(): number
  /** Processor time spent so far, by all threads, in ms; NaN where the system does not tell. */
  processor(): number
  stop(): Promise<void>
}

/** Starts a server on a free port and waits for its first page. Throws when there is none in 60 s. */
export async function start(
  command: string[],
  environment: Record<string, string>,
  firstPage = '/connexion',
): Promise<Running> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const started = performance.now()
  const [program = '', ...args] = command
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, LOG_LEVEL: 'warn', ...environment, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await answers(`${url}${firstPage}`, child)
  return {
    url,
    firstAnswerMs: performance.now() - started,
    memory: () => memoryOf(child),
    processor: () => processorOf(child),
    stop: () => stop(child),
  }
}

/** The hub as it is deployed: what `npm run build` made. */
export function startHub(dataDirectory: string, environment: Record<string, string> = {}) {
  const command = [process.execPath, '--enable-source-maps', 'dist/server/index.js']
  return start(command, { DATA_DIR: dataDirectory, ...environment })
}

async function answers(url: string, child: ChildProcess) {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined)
    await answer?.arrayBuffer()
    if (answer?.ok) return
    await wait(5)
  }
  child.kill()
  throw new Error(`No page at ${url}`)
}

async function stop(child: ChildProcess) {
  if (child.exitCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

function memoryOf({ pid = 0 }: ChildProcess) {
  const status = `/proc/${pid}/status`
  const kilobytes = existsSync(status)
    ? /VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })
  return Number(kilobytes) / 1024
}

/** Linux counts in hundredths of a second: user time is the 12th word after the name, system time the 13th. */
function processorOf({ pid = 0 }: ChildProcess) {
  const path = `/proc/${pid}/stat`
  if (!existsSync(path)) return Number.NaN
  const words = readFileSync(path, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return (Number(words[11]) + Number(words[12])) * 10
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No free port')
  return address.port
}
