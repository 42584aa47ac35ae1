import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './root.mjs'
import { runNode } from './run.mjs'
import { runTests } from './tests.mjs'

const modules = join(root, 'node_modules')
// Biome would colour even a file
const colours = process.stdout.isTTY ? 'force' : 'off'

/** Types and lint, side by side, then tests; resolves to the exit code of the first that fails. `args` are those of the tests. */
export async function check(args) {
  const reading = [
    ['Types', () => node('typescript/bin/tsc', '--noEmit', '-p', '.')],
    ['Types in the browser', typesInBrowser],
    ['Who may import what', imports],
    ['What nothing uses', () => node('knip/bin/knip.js', '--no-progress')],
    ['Format and lint', () => node('@biomejs/biome/bin/biome', 'ci', `--colors=${colours}`, '.')],
    [
      'Indentation of the views',
      () => runNode([join(root, 'bin/format-views'), '--check'], { quiet: true }),
    ],
  ]
  const codes = await Promise.all(reading.map(([title, step]) => timed(title, step)))
  return codes.find(code => code !== 0) ?? (await timed('Tests', () => runTests(args)))
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

async function node(script, ...args) {
  return await runNode([join(modules, script), ...args], { quiet: true })
}
