import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'

/** Writes `content` into `folder` under a name that changes with it; resolves to its address. */
export async function writeHashed(folder, name, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase()
  const extension = extname(name)
  const file = `${basename(name, extension)}-${hash}${extension}`
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, file), content)
  return `/assets/${file}`
}

export async function copyHashed(folder, path) {
  return await writeHashed(folder, basename(path), await readFile(path))
}

/** For the few files whose address is fixed by custom. */
export async function copyPlain(folder, path) {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, basename(path)), await readFile(path))
  return `/${basename(path)}`
}
