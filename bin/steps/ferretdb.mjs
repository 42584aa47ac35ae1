import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { namedTestFiles } from './test-files.mjs'
import { runTestFiles } from './tests.mjs'

const VERSION = 'v1.24.2'
const MODULE = 'github.com/FerretDB/FerretDB'
const CACHE = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'rouedad',
  `ferretdb-${VERSION}`,
)
const binary = join(CACHE, 'ferretdb')
const SOURCES = join(CACHE, 'sources')
/** The features of the hub: what never meets a store stays out, and what only the embedded one answers for. */
const FEATURES =
  'adapting admin audit chat collections gatherings home import importing library moderation people portable practice search spaces threads'
const ALL = [...FEATURES.split(' ').map(feature => `test/${feature}`), 'test/platform/openapi']
/** One file a feature, which writes and reads what is its own. */
const SAMPLE = [
  'test/adapting/adapting.test.ts',
  'test/admin/categories.test.ts',
  'test/audit/journal.test.ts',
  'test/chat/messages.test.ts',
  'test/collections/collections.test.ts',
  'test/gatherings/gatherings.test.ts',
  'test/home/home.test.ts',
  'test/import/demo.test.ts',
  'test/library/writing.test.ts',
  'test/moderation/reports.test.ts',
  'test/people/auth/sessions.test.ts',
  'test/people/members/members.test.ts',
  'test/search/saved.test.ts',
  'test/spaces/spaces.test.ts',
  'test/threads/replies.test.ts',
]
/** Of these features, what turns one text or file into another, or only asks the index of the search. */
const APART = /^test\/(library\/(comparing|merging)|search\/(engine|highlight|relevance))/
/**
 * FerretDB looks first and writes then, in two steps: where two may win the same race, or a count must not be passed, it lets them. These
 * tests are of that, and are left out.
 */
const RACES = [
  'is used once',
  'two (moderators|writers)',
  'many failed tries',
  'what signing in leaves in the log',
  'however many come at once',
  'however often the form is sent',
  'leave once, whatever process',
  'at the same moment',
].join('|')
/** Any other test may write one document from two sides: FerretDB then keeps one of the two, now and then. */
const RETRIES = '2'

/**
 * Runs one test file a feature, or `all`. Resolves to the exit code of the tests; 0, with a line that says why, where FerretDB cannot be
 * had.
 */
export async function testAgainstFerretDb({ all = false } = {}) {
  const missing = existsSync(binary) ? undefined : await build()
  if (missing) {
    console.log(`── FerretDB: not tested, ${missing}`)
    return 0
  }
  const folder = await mkdtemp(join(tmpdir(), 'rouedad-ferretdb-'))
  const port = await freePort()
  const server = start(folder, port)
  try {
    await answering(server, port)
    console.log(`── Tests on FerretDB ${VERSION}`)
    const env = { ...process.env, TEST_MONGODB_URI: `mongodb://127.0.0.1:${port}/` }
    const files = namedTestFiles(all ? ALL : SAMPLE).filter(file => !APART.test(file))
    const chosen = ['--retries', RETRIES, '--grep', RACES, '--invert']
    const { code, lastWord } = await runTestFiles(files, chosen, { env })
    console.log(lastWord)
    return code
  } finally {
    server.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Builds the binary into the cache, outside the tree; gives why it could not. Not by `go install`: FerretDB does not start without a
 * file that tells its version, which its module lacks, and some module proxies refuse the list of versions that it asks for.
 */
async function build() {
  if (go(['version']).status !== 0) return 'Go is not on this machine'
  console.log(`── Building FerretDB ${VERSION} into ${CACHE}`)
  await mkdir(CACHE, { recursive: true })
  const module = go(['mod', 'download', '-json', `${MODULE}@${VERSION}`])
  if (module.status !== 0) return `go mod download failed: ${module.stderr.trim()}`
  const { Dir } = JSON.parse(module.stdout)
  await writeFile(join(Dir, 'build/version/version.txt'), VERSION)
  const built = go(['build', '-C', Dir, '-o', binary, './cmd/ferretdb'])
  await rm(SOURCES, { recursive: true, force: true })
  return built.status === 0 ? undefined : `go build failed: ${built.stderr.trim()}`
}

/** With sources of its own that can be written and removed. */
function go(args) {
  const flags = { CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false -modcacherw', GOMODCACHE: SOURCES }
  const options = { cwd: tmpdir(), encoding: 'utf8', timeout: 15 * 60_000 }
  return spawnSync('go', args, { ...options, env: { ...process.env, ...flags } })
}

function start(folder, port) {
  const settings = [
    '--handler=sqlite',
    `--sqlite-url=file:${folder}/`,
    `--state-dir=${folder}`,
    `--listen-addr=127.0.0.1:${port}`,
    '--debug-addr=-',
    '--telemetry=disable',
    '--log-level=error',
  ]
  return spawn(binary, settings, { stdio: ['ignore', 'inherit', 'inherit'] })
}

async function answering(server, port) {
  for (let tries = 0; tries < 150 && server.exitCode === null; tries++) {
    if (await answers(port)) return
    await setTimeout(100)
  }
  throw new Error('FerretDB did not start')
}

function answers(port) {
  return new Promise(resolve => {
    const probe = connect(port, '127.0.0.1')
    probe.once('connect', () => resolve(true)).once('error', () => resolve(false))
    probe.once('connect', () => probe.destroy())
  })
}

function freePort() {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
