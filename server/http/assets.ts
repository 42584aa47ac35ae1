import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sirv from 'sirv'
import { root } from '../root.ts'

const folder = join(root, 'dist/public')
const names = readManifest()

/** The public address of a built asset, hashed: `asset('main.css')` → `/assets/main-3F2A.css`. */
export function asset(name: string) {
  const address = names[name]
  if (!address) throw new Error(`No built asset is called ${name}`)
  return address
}

/** The built files themselves, by their addresses. */
export function assetFile(address: string) {
  return join(folder, ...address.split('/').filter(Boolean))
}

export const serveAssets = sirv(folder, {
  brotli: true,
  gzip: true,
  etag: true,
  setHeaders(res, pathname) {
    if (pathname.startsWith('/assets/')) {
      res.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
    }
  },
})

function readManifest(): Record<string, string> {
  const path = join(folder, 'manifest.json')
  if (!existsSync(path)) throw new Error('The assets are not built: run `npm run build` first')
  return JSON.parse(readFileSync(path, 'utf8'))
}
