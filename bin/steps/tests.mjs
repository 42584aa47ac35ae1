import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { changedTestFiles } from './changed.mjs'
import { root } from './root.mjs'
import { runNode } from './run.mjs'
import { isStoreProved, proveStore } from './store-proof.mjs'
import {
  allTestFiles,
  asTranspiled,
  durationsFile,
  longestFirst,
  namedTestFiles,
} from './test-files.mjs'
import { transpile } from './transpile.mjs'

const modules = join(root, 'node_modules')
/** Of mocha's options, those of .mocharc.json that a run from JavaScript has too. */
const OPTIONS = ['parallel', 'jobs', 'timeout', 'exit']

/**
 * Runs the tests from JavaScript, longest first; resolves to their exit code and count. `--coverage` counts what they run, `--record`
 * keeps how long each file took, `--changed` leaves out what no change of this branch concerns. Files and folders are those to run, other
 * arguments go to mocha.
 */
export async function runTests(args) {
  const { coverage, record, files, rest } = read(args)
  if (files.length === 0) return { code: 0, lastWord: 'No test concerns what was changed.' }
  const counting = coverage ? [join(modules, 'c8/bin/c8.js'), process.execPath] : []
  const ended = await runTestFiles(files, rest, { counting, record })
  if (ended.code === 0 && rest.length === 0 && hasWholeStore(files)) proveStore()
  return ended
}

/** These files, with these words to mocha; `counting` is the command that mocha is given to. */
export async function runTestFiles(
  files,
  words,
  { counting = [], record = false, env = process.env },
) {
  await transpile()
  const folder = await mkdtemp(join(tmpdir(), 'rouedad-tests-'))
  const tally = join(folder, 'tally')
  const durations = env.TEST_DURATIONS ?? join(folder, 'durations')
  try {
    const chosen = longestFirst(files).map(asTranspiled)
    const mocha = [join(modules, 'mocha/bin/mocha.js'), ...(await options()), ...words, ...chosen]
    const told = { ...env, TEST_TALLY: tally, TEST_DURATIONS: durations }
    const { code } = await runNode([...counting, '--enable-source-maps', ...mocha], { env: told })
    const lastWord = await readFile(tally, 'utf8').catch(() => 'The tests did not finish.')
    if (record) await keepDurations(durations)
    return { code, lastWord: `${lastWord}\n${await processorSeconds(durations)}` }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function read(args) {
  const own = ['--coverage', '--record', '--changed']
  const words = args.filter(word => !own.includes(word))
  const isFile = word => /^(test|store)\/|\.ts$/.test(word)
  const named = words.filter(isFile)
  return {
    coverage: args.includes('--coverage'),
    record: args.includes('--record'),
    files: chooseFiles(named, args.includes('--changed')),
    rest: words.filter(word => !isFile(word)),
  }
}

/** Those of these names, those of this branch's changes, or all; the store's only when it is not what they last passed with. */
function chooseFiles(named, onlyChanged) {
  if (named.length > 0) return namedTestFiles(named)
  const files = onlyChanged ? changedTestFiles() : allTestFiles()
  if (onlyChanged) console.log(`── ${files.length} test files for what was changed`)
  if (!isStoreProved()) return files
  console.log('── The store is the one that its tests have passed with (npm run test:store)')
  return files.filter(file => !isOfStore(file))
}

function isOfStore(file) {
  return file.startsWith('store/')
}

function hasWholeStore(files) {
  return allTestFiles()
    .filter(isOfStore)
    .every(file => files.includes(file))
}

async function options() {
  const given = JSON.parse(await readFile(join(root, '.mocharc.json'), 'utf8'))
  const shared = OPTIONS.map(name => `--${name}=${given[name]}`)
  const required = given.require.map(file => `--require=${asTranspiled(file)}`)
  return [
    '--no-config',
    `--reporter=${join(root, 'bin/steps/reporter.cjs')}`,
    ...shared,
    ...required,
  ]
}

/** Adds what was measured to the durations of all files, without those that are gone. */
async function keepDurations(log) {
  const kept = JSON.parse(await readFile(durationsFile, 'utf8'))
  for (const { file, seconds } of await measured(log)) kept[file] = Number(seconds.toFixed(1))
  const present = allTestFiles().filter(file => file in kept)
  const sorted = Object.fromEntries(present.sort().map(file => [file, kept[file]]))
  await writeFile(durationsFile, `${JSON.stringify(sorted, null, 2)}\n`)
}

async function measured(log) {
  const lines = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n')
  return lines.filter(Boolean).map(line => JSON.parse(line))
}

/** By folder of tests, the most expensive first: "Processor seconds: 812 (test/journeys 300, …)". */
async function processorSeconds(log) {
  const byFolder = new Map()
  for (const { file, processor } of await measured(log)) {
    const folder = file.startsWith('store/')
      ? 'store'
      : file.split('/').slice(0, -1).slice(0, 2).join('/')
    byFolder.set(folder, (byFolder.get(folder) ?? 0) + processor)
  }
  const entries = [...byFolder].sort((a, b) => b[1] - a[1])
  const total = entries.reduce((sum, [, seconds]) => sum + seconds, 0)
  const each = entries.map(([folder, seconds]) => `${folder} ${seconds.toFixed(0)}`)
  return `Processor seconds: ${total.toFixed(0)} (${each.join(', ')})`
}
