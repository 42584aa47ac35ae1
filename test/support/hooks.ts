import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { RootHookObject } from 'mocha'
import { useHashCost } from '../../server/people/auth/passwords.ts'
import { root } from '../../server/platform/root.ts'

/** mocha loads this first: what every test process needs before its first file. */
mkdirSync('node_modules/.cache', { recursive: true })
process.env.TZ = 'America/Montreal' // whoever formats a date without naming a zone is found out
/** One test alone (test/people/auth/password.test.ts) asks for what a deployed hub spends on a password. */
export const CHEAP_HASHES = { memoryCost: 64, timeCost: 1, parallelism: 1 }
useHashCost(CHEAP_HASHES)

let last = spent()

/** Where TEST_DURATIONS names a file, a line is added to it for each test file: its path, its seconds, its processor seconds. */
export const mochaHooks: RootHookObject = {
  afterAll(this: Mocha.Context) {
    const log = process.env.TEST_DURATIONS
    if (!log) return
    const now = spent()
    const [seconds, processor] = [now.seconds - last.seconds, now.processor - last.processor]
    last = now
    appendFileSync(log, `${JSON.stringify({ file: fileOf(this), seconds, processor })}\n`)
  },
}

function fileOf(context: Mocha.Context) {
  const file = context.test?.parent?.suites[0]?.file ?? ''
  return relative(root, file)
    .replace(/^dist\.test\//, '')
    .replace(/\.js$/, '.ts')
}

/** Since the process began, its threads and the children that it waited for included. */
function spent() {
  const { user, system } = process.cpuUsage()
  const processor = (user + system) / 1e6 + secondsOfChildren()
  return { seconds: performance.now() / 1000, processor }
}

/** What the children of this process took, by Linux's own count (proc_pid_stat(5), cutime and cstime). */
function secondsOfChildren() {
  if (process.platform !== 'linux') return 0
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[13]) + Number(fields[14])) / 100
}
