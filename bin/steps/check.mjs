import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './root.mjs'
import { runNode } from './run.mjs'

const modules = join(root, 'node_modules')
const COVERAGE = '--coverage'
// Biome would colour even a file
const colours = process.stdout.isTTY ? 'force' : 'off'

/** Types and lint, side by side, then tests; resolves to the exit code of the first that fails. `--coverage` counts what they run. */
export async function check(args) {
  const reading = [
    ['Types', () => node('typescript/bin/tsc', '--noEmit', '-p', '.')],
    ['Types in the browser', typesInBrowser],
    ['Who may import what', imports],
    ['Format and lint', () => node('@biomejs/biome/bin/biome', 'ci', `--colors=${colours}`, '.')],
  ]
  const codes = await Promise.all(reading.map(([title, step]) => timed(title, step)))
  return codes.find(code => code !== 0) ?? (await timed('Tests', () => test(args)))
}

async function timed(title, step) {
  const started = Date.now()
  const { code, output, lastWord } = await step()
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  if (output) console.log(output.trimEnd())
  console.log(`── ${title}: ${code === 0 ? 'ok' : `failed (${code})`}, ${seconds} s`)
  if (lastWord) console.log(lastWord)
  return code
}

async function imports() {
  const config = ['--config', '.dependency-cruiser.mjs', '--output-type', 'err']
  return await node(
    'dependency-cruiser/bin/dependency-cruise.mjs',
    ...config,
    'server',
    'models',
    'store/src',
  )
}

async function typesInBrowser() {
  const files = await readdir(join(root, 'public/js'), { recursive: true }).catch(() => [])
  if (!files.some(name => name.endsWith('.ts'))) return { code: 0 }
  return await node('typescript/bin/tsc', '--noEmit', '-p', 'public/tsconfig.json')
}

async function test(args) {
  const folder = await mkdtemp(join(tmpdir(), 'rouedad-tests-'))
  const tally = join(folder, 'tally')
  const reporter = join(root, 'bin/steps/reporter.cjs')
  const named = args.some(argument => argument.endsWith('.ts'))
  const files = named ? [] : ['{test,store/test}/**/*.test.ts']
  const mochaArguments = args.filter(argument => argument !== COVERAGE)
  const mocha = [
    join(modules, 'mocha/bin/mocha.js'),
    ...['--reporter', reporter, ...mochaArguments, ...files],
  ]
  const counted = args.includes(COVERAGE)
    ? [join(modules, 'c8/bin/c8.js'), process.execPath, ...mocha]
    : mocha
  const { code } = await runNode(counted, { env: { ...process.env, TEST_TALLY: tally } })
  const lastWord = await readFile(tally, 'utf8').catch(() => 'The tests did not finish.')
  await rm(folder, { recursive: true, force: true })
  return { code, lastWord }
}

async function node(script, ...args) {
  return await runNode([join(modules, script), ...args], { quiet: true })
}
