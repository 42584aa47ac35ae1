import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from './failure.mjs'

/** All the icons of a folder in one SVG, each a <symbol> named after its file. */
export async function iconSprite(folder) {
  const names = (await readdir(folder)).filter(name => name.endsWith('.svg')).sort()
  const symbols = await Promise.all(
    names.map(async name => symbol(name, await readFile(join(folder, name), 'utf8'))),
  )
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`
}

// Stroke and fill stay behind: the page's `.i` class gives them, so an icon takes the colour of its text.
function symbol(file, svg) {
  const found = /^<svg [^>]*viewBox="(?<box>[^"]+)"[^>]*>(?<shapes>.*)<\/svg>\s*$/s.exec(svg)
  if (!found?.groups) throw new Failure(`public/icons/${file} is not one <svg> with a viewBox.`)
  return `<symbol id="${file.slice(0, -4)}" viewBox="${found.groups.box}">${found.groups.shapes.trim()}</symbol>`
}
