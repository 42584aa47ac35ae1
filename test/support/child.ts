import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The arguments that run `./name` beside `here` in a process of its own: as JavaScript where the tests are, else from its source. */
export function childArguments(here: string, name: string): string[] {
  const script = fileURLToPath(new URL(`${name}.js`, here))
  return existsSync(script) ? [script] : ['--import=tsx', script.replace(/\.js$/, '.ts')]
}
