import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from '../../../server/root.ts'

export interface Bundle {
  /** A script for plain Node: it starts sooner than with the loader of TypeScript. */
  file: string
  remove: () => Promise<void>
}

const CACHE = join(root, 'node_modules/.cache')

/** A child process of these tests as one file, and the store's worker beside it; packages stay where they are. */
export async function bundle(child: string): Promise<Bundle> {
  await mkdir(CACHE, { recursive: true })
  const outdir = await mkdtemp(join(CACHE, 'embedded-'))
  await writeFile(join(outdir, 'package.json'), '{"type":"module"}')
  await build({
    entryPoints: {
      child: join(import.meta.dirname, child),
      worker: join(root, 'server/database/embedded/worker.ts'),
    },
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  })
  return {
    file: join(outdir, 'child.js'),
    remove: () => rm(outdir, { recursive: true, force: true }),
  }
}
