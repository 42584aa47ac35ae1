import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder, whether this runs from `server/` or from `dist/server/`. */
export const root = findRoot(dirname(fileURLToPath(import.meta.url)))

/** Run straight from the TypeScript sources: views are then read again when they change. */
export const fromSources = import.meta.url.endsWith('.ts')

function findRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findRoot(dirname(folder))
}
