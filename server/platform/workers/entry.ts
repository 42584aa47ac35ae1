import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/**
 * Where a thread begins: `module`, without its ending, beside the file `here`. Run from source, a thread does not inherit the loader of
 * TypeScript, so it registers its own first.
 */
export function workerEntry(here: string, module: string): URL {
  if (!here.endsWith('.ts')) return new URL(`${module}.js`, here)
  const required = createRequire(here).resolve('tsx/esm/api')
  const loader = pathToFileURL(required.replace(/\.cjs$/, '.mjs')).href
  const source = new URL(`${module}.ts`, here).href
  const code = `import { register } from ${JSON.stringify(loader)}; register(); await import(${JSON.stringify(source)})`
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`)
}
