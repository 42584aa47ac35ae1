import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from './failure.mjs'
import { testAgainstFerretDb } from './ferretdb.mjs'
import { root } from './root.mjs'
import { run, runNode } from './run.mjs'
import { allTestFiles } from './test-files.mjs'
import { runTestFiles } from './tests.mjs'

/** The lines of Node on which a hub may be deployed, beside the one that runs this. */
const LINES = ['22', '24']
/** How often the store is killed here; `npm test` does it 25 times. */
const KILLS = '100'

/** Everything, the store's tests included, with many kills, half an hour of use, then on FerretDB, then on other Nodes. */
export async function testAtLength() {
  const steps = [
    ['All tests, the store killed often', testAll],
    ['Half an hour of use', soak],
    ['All tests that meet a store, on FerretDB', () => testAgainstFerretDb({ all: true })],
    ...LINES.map(line => [`All tests on Node ${line}`, () => testOn(line)]),
  ]
  const failed = []
  for (const [title, step] of steps) {
    console.log(`── ${title}`)
    if ((await step()) !== 0) failed.push(title)
  }
  if (failed.length > 0) throw new Failure(`Failed: ${failed.join('; ')}`)
}

export async function testAll() {
  const env = { KILL_ROUNDS: KILLS, ...process.env }
  const { code, lastWord } = await runTestFiles(allTestFiles(), [], { env })
  console.log(lastWord)
  return code
}

async function soak() {
  const { code } = await runNode(['--import=tsx', 'test/soak/index.ts'])
  return code
}

async function testOn(line) {
  const node = await installNode(line)
  const { code } = await run(node, [join(root, 'bin/long'), '--tests'])
  return code
}

/**
 * The newest Node of this line, from the npm registry, into the cache of node_modules/. The package `node` fetches another in its
 * installation script; this is that other one.
 */
async function installNode(line) {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const folder = join(root, 'node_modules/.cache', `node-${line}`)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{"private":true}')
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save']
  const { code } = await run('npm', ['install', ...options, `${name}@${line}`], { cwd: folder })
  if (code !== 0) throw new Failure(`Node ${line} could not be installed.`, code)
  return join(folder, 'node_modules', name, 'bin/node')
}
