import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './root.mjs'
import { formatted } from './views/print.mjs'

const folder = join(root, 'views')

/** Writes every view indented, or with `check` names those that are not. Resolves to the exit code. */
export async function formatViews({ check = false } = {}) {
  const names = (await readdir(folder, { recursive: true })).filter(name => name.endsWith('.hbs'))
  const changed = (await Promise.all(names.map(name => formatView(name, check)))).filter(Boolean)
  for (const name of changed.sort()) {
    console.log(check ? `views/${name} is not indented: npm run format` : `views/${name}`)
  }
  return check && changed.length > 0 ? 1 : 0
}

async function formatView(name, check) {
  const path = join(folder, name)
  const source = await readFile(path, 'utf8')
  const wanted = formattedView(source, name)
  if (wanted === source) return
  if (!check) await writeFile(path, wanted)
  return name
}

function formattedView(source, name) {
  try {
    return formatted(source)
  } catch (error) {
    throw new Error(`views/${name}: ${error.message}`)
  }
}
