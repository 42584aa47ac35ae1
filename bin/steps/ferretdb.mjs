import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { root } from './root.mjs'
import { runNode } from './run.mjs'

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
  'admin audit auth chat collections gatherings home import invitations library members moderation openapi search spaces threads tokens welcome'
const TESTS = FEATURES.split(' ').map(feature => `test/${feature}/**/*.test.ts`)
/** Of these features, what turns one text or file into another, or only asks the index of the search. */
const APART = [
  'test/library/{comparing,importing,merging,printing}/**',
  'test/search/{engine/**,highlight.test.ts,relevance.test.ts}',
]
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

/** Resolves to the exit code of the tests; 0, with a line that says why, where FerretDB cannot be had. */
export async function testAgainstFerretDb() {
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
    const mocha = join(root, 'node_modules/mocha/bin/mocha.js')
    const chosen = [
      '--reporter',
      'dot',
      '--retries',
      RETRIES,
      '--grep',
      RACES,
      '--invert',
      ...APART.flatMap(files => ['--ignore', files]),
      ...TESTS,
    ]
    const { code } = await runNode([mocha, ...chosen], { env })
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
