import { join } from 'node:path'
import { root } from '../root.ts'
import { heldFiles, serveHeld } from './held-files.ts'

const files = heldFiles(join(root, 'dist/public'))
const names = readManifest()

/** The public address of a built asset, hashed: `asset('main.css')` → `/assets/main-3F2A.css`. */
export function asset(name: string) {
  const address = names[name]
  if (!address) throw new Error(`No built asset is called ${name}`)
  return address
}

/** What a built file holds, by its address. */
export function assetBytes(address: string): Buffer {
  const file = files.get(address)
  if (!file) throw new Error(`No built asset is at ${address}`)
  return file.body
}

export const serveAssets = serveHeld(files, path =>
  path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
)

function readManifest(): Record<string, string> {
  const manifest = files.get('/manifest.json')
  if (!manifest) throw new Error('The assets are not built: run `npm run build` first')
  return JSON.parse(manifest.body.toString('utf8'))
}
