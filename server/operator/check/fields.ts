import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import mongoose from 'mongoose'
import { attachmentSchema } from '../../../models/attachment.ts'

/** Where records of one collection hold attachments: `attachments`, `author.photo`. */
export type AttachmentField = { collection: string; path: string }

/** All fields of all models whose schema is that of an attachment, wherever they are nested. */
export async function attachmentFields(): Promise<AttachmentField[]> {
  await loadModels()
  return mongoose.modelNames().flatMap(name => {
    const { schema, collection } = mongoose.model(name)
    return fieldsOf(schema).map(path => ({ collection: collection.name, path }))
  })
}

async function loadModels(): Promise<void> {
  const folder = join(import.meta.dirname, '../../../models')
  const files = (await readdir(folder)).filter(file => /\.[jt]s$/.test(file))
  await Promise.all(files.map(file => import(pathToFileURL(join(folder, file)).href)))
}

interface Fields {
  paths: object
  eachPath(each: (name: string, type: { schema?: Fields }) => void): unknown
}

export function fieldsOf(schema: Fields, before = ''): string[] {
  const found: string[] = []
  schema.eachPath((name, { schema: nested }) => {
    const path = `${before}${name}`
    if (!nested) return
    if (isAttachment(nested)) found.push(path)
    else found.push(...fieldsOf(nested, `${path}.`))
  })
  return found
}

/** Mongoose may keep a copy of a schema: what has the fields of an attachment is one. */
function isAttachment(schema: Fields): boolean {
  return (
    schema === attachmentSchema ||
    Object.keys(attachmentSchema.paths).every(path => path === '_id' || path in schema.paths)
  )
}

export type Named = { key: string; size: number; sha256: string }

/** The attachments of a record at a path; an array on the way is walked through, as is a map (`$*`). */
export function attachmentsAt(value: unknown, [part, ...rest]: string[]): Named[] {
  if (Array.isArray(value))
    return value.flatMap(each => attachmentsAt(each, part ? [part, ...rest] : []))
  if (typeof value !== 'object' || value === null) return []
  if (part === '$*') return Object.values(value).flatMap(each => attachmentsAt(each, rest))
  if (part) return attachmentsAt(Object.entries(value).find(([name]) => name === part)?.[1], rest)
  return isNamed(value) ? [value] : []
}

function isNamed(value: object): value is Named {
  return (
    'key' in value &&
    typeof value.key === 'string' &&
    'size' in value &&
    typeof value.size === 'number' &&
    'sha256' in value &&
    typeof value.sha256 === 'string'
  )
}
