import { execFile } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'
import { root } from '../../server/platform/root.ts'

/**
 * A real browser, headless. On Linux x64 it is the Chromium that comes in a package, with its own
 * libraries and fonts; elsewhere the installed Chrome, or the one that CHROME_PATH names.
 * Throws when there is none: a browser test that skips itself tests nothing.
 */
export async function launchChromium(): Promise<Browser> {
  const options = await whereItIs()
  try {
    return await chromium.launch({ headless: true, ...options })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(
      `The browser tests need a browser. Install Google Chrome, or name one in CHROME_PATH.\n${reason}`,
    )
  }
}

const modules = join(root, 'node_modules')
const PACKAGED = join(modules, '@sparticuz/chromium')

const NEEDED = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none']
/** Fewer processes: to start one for each page that a test opens took a quarter of the time. */
const SPARING = [
  '--in-process-gpu',
  '--disable-site-isolation-trials',
  '--process-per-site',
  '--renderer-process-limit=1',
]

async function whereItIs(): Promise<LaunchOptions> {
  const named = process.env.CHROME_PATH
  if (named) return { executablePath: named }
  if (process.platform !== 'linux' || process.arch !== 'x64') return { channel: 'chrome' }
  const folder = await unpacked()
  return {
    executablePath: join(folder, 'chromium'),
    args: [...NEEDED, ...SPARING],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
      FONTCONFIG_PATH: join(folder, 'fonts'),
    },
  }
}

/**
 * The package unpacks itself into the temporary folder, where two test processes would meet half a
 * browser. Here it is unpacked aside, whole, then put in its place in one step.
 */
async function unpacked() {
  const { version } = JSON.parse(readFileSync(join(PACKAGED, 'package.json'), 'utf8'))
  const folder = join(modules, '.cache', `chromium-${version}-own-fonts`)
  if (existsSync(folder)) return folder
  mkdirSync(join(modules, '.cache'), { recursive: true })
  const aside = mkdtempSync(`${folder}-`)
  await unpackInto(aside)
  useOwnFonts(aside)
  try {
    renameSync(aside, folder)
  } catch {
    // Another process was faster.
    rmSync(aside, { recursive: true, force: true })
  }
  return folder
}

/**
 * The package looks for its fonts in /tmp/fonts, whatever folder it was unpacked into; a browser without
 * any font ends as soon as a page has an empty field.
 */
function useOwnFonts(folder: string) {
  const path = join(folder, 'fonts/fonts.conf')
  const conf = readFileSync(path, 'utf8')
  writeFileSync(path, conf.replace('<dir>/tmp/fonts</dir>', '<dir prefix="relative">fonts</dir>'))
}

/** In a process of its own, which believes to be on the one system where the libraries are unpacked too. */
async function unpackInto(folder: string) {
  const script = `import chromium from '@sparticuz/chromium'; await chromium.executablePath()`
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: join(modules, '..'),
    env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
  })
}
