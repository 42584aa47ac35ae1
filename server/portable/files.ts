import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse as parseCsv } from 'csv-parse/sync'
import { parse as parseYaml } from 'yaml'
import type { z } from 'zod'

/** A file of the network that can't be taken: its name and the first thing that is wrong with it. */
export class ImportError extends Error {}

/** Reads each file of a folder as `schema` says, in the order of names. A missing folder holds none. */
export async function readFolder<T extends object>(
  folder: string,
  ending: string,
  schema: z.ZodType<T>,
) {
  const names = await readdir(folder).catch(() => [])
  return Promise.all(
    names
      .filter(name => name.endsWith(ending))
      .sort()
      .map(async name => {
        const path = join(folder, name)
        return { slug: name.slice(0, -ending.length), ...take(path, schema, await readOne(path)) }
      }),
  )
}

export async function readCsv<S extends z.ZodType>(path: string, schema: S) {
  const rows: unknown[] = parseCsv(await readFile(path, 'utf8'), { columns: true, bom: true })
  return rows.map((row, index) => take(`${path}, line ${index + 2}`, schema, row))
}

export async function readYaml<S extends z.ZodType>(path: string, schema: S) {
  return take(path, schema, parseYaml(await readFile(path, 'utf8')))
}

/** YAML, or Markdown whose front matter is YAML and whose text becomes `body`. */
async function readOne(path: string): Promise<unknown> {
  await refuseStrange(path, LONGEST_TEXT)
  const source = await readFile(path, 'utf8')
  if (!path.endsWith('.md')) return yamlOf(path, source)
  const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source) ?? []
  return { ...Object(yamlOf(path, head)), body }
}

function yamlOf(path: string, source: string): unknown {
  try {
    return parseYaml(source)
  } catch (failure) {
    throw new ImportError(`${path}: ${failure instanceof Error ? failure.message : failure}`)
  }
}

export const LONGEST_TEXT = 4 * 1024 * 1024

/** A link would bring in what is not of this folder; a pipe or a device never ends. */
export async function refuseStrange(path: string, largest: number) {
  const found = await lstat(path).catch(() => undefined)
  if (found && !found.isFile()) throw new ImportError(`${path}: not a file`)
  if (found && found.size > largest) throw new ImportError(`${path}: too long`)
}

/** The value as `schema` says. Throws ImportError, with `name` in front. */
export function take<S extends z.ZodType>(name: string, schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new ImportError(`${name}: ${issue?.path.join('.')} ${issue?.message}`)
}
