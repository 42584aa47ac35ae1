import { readdir, readFile } from 'node:fs/promises'
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
  const source = await readFile(path, 'utf8')
  if (!path.endsWith('.md')) return parseYaml(source)
  const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source) ?? []
  return { ...parseYaml(head), body }
}

/** The value as `schema` says. Throws ImportError, with `name` in front. */
export function take<S extends z.ZodType>(name: string, schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new ImportError(`${name}: ${issue?.path.join('.')} ${issue?.message}`)
}
