import { basename } from 'node:path'
import type { Entry } from '../../platform/files/archive.ts'
import { asset, assetBytes } from '../../platform/views/assets.ts'

const FONTS = ['atkinson-next.woff2', 'bricolage.woff2']

/** The hub's own style and fonts, side by side as the style asks for them. */
export function* styleEntries(): Generator<Entry> {
  const css = assetBytes(asset('main.css')).toString('utf8')
  const local = css.replace(/url\(["']?(?:\.\/|\/assets\/)?([\w.-]+\.woff2)["']?\)/g, 'url("$1")')
  yield { path: 'style/main.css', text: local }
  for (const font of FONTS.map(asset))
    yield { path: `style/${basename(font)}`, bytes: assetBytes(font) }
}
