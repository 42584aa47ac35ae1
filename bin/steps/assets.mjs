import { readdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { compressAll } from './compress.mjs'
import { Failure } from './failure.mjs'
import { copyHashed, copyPlain, writeHashed } from './hashed.mjs'
import { root } from './root.mjs'
import { iconSprite } from './sprite.mjs'

const source = join(root, 'public')
/** The scripts that hold a socket. */
const LIVE = new Set(['chat.ts', 'thread.ts'])

/**
 * Writes the assets of public/ into `folder`: hashed files in assets/, robots.txt as it is, each with its .br and .gz,
 * and manifest.json, which gives the address of each by its plain name ({"main.css": "/assets/main-1A2B3C4D.css"}).
 */
export async function buildAssets(folder) {
  const assets = join(folder, 'assets')
  const manifest = {
    ...(await bundleAll(assets)),
    'icons.svg': await writeHashed(assets, 'icons.svg', await iconSprite(join(source, 'icons'))),
    'favicon.svg': await copyHashed(assets, join(source, 'favicon.svg')),
    'robots.txt': await copyPlain(folder, join(source, 'robots.txt')),
  }
  await compressAll(folder)
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

// The socket's client needs a helper that every script bundled beside it would ask for too, one request more a page.
async function bundleAll(outdir) {
  const [live, plain] = partition(await scripts(), path => LIVE.has(basename(path)))
  const manifests = await Promise.all([
    bundle(outdir, [join(source, 'css/main.css'), ...plain]),
    bundle(outdir, live),
  ])
  return Object.assign({}, ...manifests)
}

function partition(paths, belongs) {
  return [paths.filter(belongs), paths.filter(path => !belongs(path))]
}

async function bundle(outdir, entryPoints) {
  const { metafile, warnings } = await build({
    entryPoints,
    outdir,
    entryNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.woff2': 'file' },
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    target: ['chrome109', 'firefox115'],
    metafile: true,
    absWorkingDir: root,
    logLevel: 'warning',
  })
  // a stylesheet cut short by a missing bracket is only a warning to esbuild
  if (warnings.length > 0) throw new Failure('The assets do not build cleanly.')
  return addresses(metafile)
}

async function scripts() {
  const names = await readdir(join(source, 'js')).catch(() => [])
  return names
    .filter(name => /^[^_].*(?<!\.d)\.ts$/.test(name))
    .map(name => join(source, 'js', name))
}

function addresses(metafile) {
  const manifest = {}
  for (const [path, output] of Object.entries(metafile.outputs)) {
    const file = basename(path)
    // esbuild names what it copies only by its input
    const from = output.entryPoint ?? Object.keys(output.inputs)[0]
    if (file.startsWith('chunk-') || from === undefined) continue
    manifest[basename(from).replace(/\.ts$/, '.js')] = `/assets/${file}`
  }
  return manifest
}
