import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { type ResourceInput, resourceForm } from '../library/forms.ts'
import { readDocument } from '../library/markdown-document.ts'
import type { ReceivedFile } from '../platform/files/uploads.ts'
import { borrowFrom } from './attached.ts'
import { type ResourceFacts, type RevisionFacts, resourceFacts, revisionFacts } from './fields.ts'
import { ImportError, LONGEST_TEXT, refuseStrange, take } from './files.ts'

const SLUG = /^[a-z0-9-]{1,100}$/

/** A resource as its folder says it, checked; `text` is the very file. */
export type Read = {
  slug: string
  text: string
  input: ResourceInput
  facts: ResourceFacts
  revisions: { input: ResourceInput; facts: RevisionFacts }[]
  files: ReceivedFile[]
}

/** The slugs of a library's folder, in order. Throws ImportError on a name that is none. */
export async function slugsIn(folder: string): Promise<string[]> {
  const names = (await readdir(join(folder, 'resources')).catch(() => [])).sort()
  for (const name of names)
    if (!SLUG.test(name)) throw new ImportError(`resources/${name}: not the name of a resource`)
  return names
}

/** Throws ImportError, which names the file and the first thing that is wrong with it. */
export async function readResource(folder: string, slug: string): Promise<Read> {
  const home = join(folder, 'resources', slug)
  const { text, input, facts } = await readText(join(home, 'index.md'), resourceFacts)
  const revisions = await readRevisions(join(home, 'versions'), facts.version)
  return { slug, text, input, facts, revisions, files: await readFiles(home, facts) }
}

async function readRevisions(folder: string, before: number) {
  const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.md')).sort()
  const read = await Promise.all(names.map(name => readText(join(folder, name), revisionFacts)))
  const seen = new Set<number>()
  for (const [index, { facts }] of read.entries()) {
    if (facts.version >= before || seen.has(facts.version))
      throw new ImportError(
        `${join(folder, names[index] ?? '')}: version ${facts.version} is taken`,
      )
    seen.add(facts.version)
  }
  return read
}

async function readText<S extends z.ZodType>(path: string, schema: S) {
  await refuseStrange(path, LONGEST_TEXT)
  const text = await readFile(path, 'utf8').catch(() => '')
  const document = documentOf(path, text)
  const whole = { ...document.facts, body: document.body }
  return { text, input: take(path, resourceForm, whole), facts: take(path, schema, document.facts) }
}

function documentOf(path: string, text: string) {
  try {
    const document = readDocument(text)
    if (document) return document
  } catch (failure) {
    throw new ImportError(`${path}: ${failure instanceof Error ? failure.message : failure}`)
  }
  throw new ImportError(`${path}: no facts between two lines of ---`)
}

/** The attachments, of a type that the library takes and with the bytes that the facts tell. */
async function readFiles(home: string, { files }: ResourceFacts) {
  const borrow = borrowFrom(join(home, 'files'))
  const received = await Promise.all(
    files.map(async ({ name, file, sha256 }) => {
      const path = join(home, file)
      const [found] = await borrow([file.slice('files/'.length)]).catch(failure => {
        throw failure instanceof ImportError ? failure : new ImportError(`${path}: not there`)
      })
      if (found?.sha256 !== sha256)
        throw new ImportError(`${path}: not the bytes that were exported`)
      return { ...found, originalName: name }
    }),
  )
  return received
}
