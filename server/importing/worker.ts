import { readFile } from 'node:fs/promises'
import { readDocx } from '../platform/documents/docx.ts'
import { readOdt } from '../platform/documents/odt.ts'
import { Pictures } from '../platform/documents/pictures.ts'
import { DocumentRefused } from '../platform/documents/refusal.ts'
import { serve } from '../platform/workers/serve.ts'
import { readMarkdown } from './markdown.ts'
import { structureOf } from './structure.ts'

export type DocumentFile = { path: string; extension: string }

/** A document as the form's fields and its pictures, or why it is not taken. */
serve(async (file: DocumentFile) => {
  try {
    return await read(file)
  } catch (failure) {
    if (failure instanceof DocumentRefused) return { refused: failure.code }
    throw failure
  }
})

async function read(file: DocumentFile) {
  const pictures = new Pictures()
  const fields = await fieldsOf(file, pictures)
  const { found, lost, absent } = pictures
  return { fields, pictures: found, lost, absent: [...new Set(absent)] }
}

async function fieldsOf({ path, extension }: DocumentFile, pictures: Pictures) {
  if (extension === 'docx') return structureOf(await readDocx(path, pictures))
  if (extension === 'odt') return structureOf(await readOdt(path, pictures))
  return readMarkdown(await readFile(path), pictures)
}
