import { spawn } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { root } from '../../server/platform/root.ts'

// Links to the real packages instead of fetching them, and writes down that it was called.
const fakeNpm = (folder: string) => `#!/usr/bin/env node
const fs = require('node:fs')
fs.appendFileSync(${JSON.stringify(join(folder, 'npm.log'))}, process.argv.slice(2).join(' ') + '\\n')
if (process.env.NPM_FAILS) {
  console.error('the registry is away')
  process.exit(7)
}
fs.mkdirSync('node_modules', { recursive: true })
for (const name of ['esbuild', 'typescript', '@typescript', '@types']) {
  fs.rmSync('node_modules/' + name, { force: true })
  fs.symlinkSync(${JSON.stringify(join(root, 'node_modules'))} + '/' + name, 'node_modules/' + name)
}
fs.writeFileSync('node_modules/.package-lock.json', '{}')
`

export interface Outcome {
  code: number | null
  said: string
}

export type Checkout = Awaited<ReturnType<typeof freshCheckout>>

/** A copy of the project's commands and assets with a one-line server, where `npm` is ours. */
export async function freshCheckout() {
  const folder = await mkdtemp(join(tmpdir(), 'checkout-'))
  const at = (path: string) => join(folder, path)
  for (const path of ['bin', 'public', 'package.json', 'tsconfig.json', 'tsconfig.build.json']) {
    await cp(join(root, path), at(path), { recursive: true })
  }
  await rm(at('public/js'), { recursive: true, force: true })
  await mkdir(at('server'))
  await mkdir(at('models'))
  await writeFile(at('server/index.ts'), "console.log('served')\n")
  await writeFile(at('package-lock.json'), '{}')
  await mkdir(at('path'))
  await writeFile(at('path/package.json'), '{"type":"commonjs"}')
  await writeFile(at('path/npm'), fakeNpm(folder))
  await chmod(at('path/npm'), 0o755)

  const prepare = (args: string[] = [], env: Record<string, string> = {}) =>
    new Promise<Outcome>((done, fail) => {
      const child = spawn(process.execPath, [at('bin/prepare'), ...args], {
        env: { ...process.env, PATH: `${at('path')}${delimiter}${process.env.PATH}`, ...env },
      })
      let said = ''
      child.stdout.on('data', chunk => (said += chunk))
      child.stderr.on('data', chunk => (said += chunk))
      child.on('error', fail)
      child.on('close', code => done({ code, said }))
    })
  const installs = async () =>
    (await readFile(at('npm.log'), 'utf8').catch(() => '')).split('\n').length - 1
  const remove = () => rm(folder, { recursive: true, force: true })
  return { at, prepare, installs, remove }
}
