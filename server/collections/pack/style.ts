import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Entry } from '../../files/archive.ts'
import { asset, assetFile } from '../../http/assets.ts'

const FONTS = ['atkinson-next.woff2', 'bricolage.woff2']

/** The hub's own style and fonts, side by side as the style asks for them. */
export async function* styleEntries(): AsyncGenerator<Entry> {
  const css = await readFile(assetFile(asset('main.css')), 'utf8')
  const local = css.replace(/url\(["']?(?:\.\/|\/assets\/)?([\w.-]+\.woff2)["']?\)/g, 'url("$1")')
  yield { path: 'style/main.css', text: local }
  for (const font of FONTS.map(asset))
    yield { path: `style/${basename(font)}`, file: assetFile(font) }
}
