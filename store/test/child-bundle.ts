import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from '../../server/platform/root.ts'

export interface Bundle {
  /** A script for plain Node: it starts sooner than with the loader of TypeScript. */
  file: string
  remove: () => Promise<void>
}

/** What some packages expect, even there. */
const REQUIRE = `import { createRequire as requiring } from 'node:module'\nconst require = requiring(import.meta.url)`

const CACHE = join(root, 'node_modules/.cache')

/** A child process of these tests as one file, and the store's worker beside it. */
export async function bundle(child: string): Promise<Bundle> {
  await mkdir(CACHE, { recursive: true })
  const outdir = await mkdtemp(join(CACHE, 'embedded-'))
  await writeFile(join(outdir, 'package.json'), '{"type":"module"}')
  await build({
    entryPoints: {
      child: join(root, 'store/test', child),
      worker: join(root, 'store/src/worker.ts'),
    },
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // Read as one file too, but for what holds a binary.
    external: ['lmdb'],
    banner: { js: REQUIRE },
    logLevel: 'warning',
  })
  return {
    file: join(outdir, 'child.js'),
    remove: () => rm(outdir, { recursive: true, force: true }),
  }
}
