import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { readDocx } from '../platform/documents/docx.ts'
import { readOdt } from '../platform/documents/odt.ts'
import { Pictures } from '../platform/documents/pictures.ts'
import { DocumentRefused } from '../platform/documents/refusal.ts'
import { readMarkdown } from './markdown.ts'
import { structureOf } from './structure.ts'

/** Reads one document, answers once, and ends with its memory. */
const { path, extension }: { path: string; extension: string } = workerData

async function read() {
  const pictures = new Pictures()
  const fields = await fieldsOf(pictures)
  const { found, lost, absent } = pictures
  return { fields, pictures: found, lost, absent: [...new Set(absent)] }
}

async function fieldsOf(pictures: Pictures) {
  if (extension === 'docx') return structureOf(await readDocx(path, pictures))
  if (extension === 'odt') return structureOf(await readOdt(path, pictures))
  return readMarkdown(await readFile(path), pictures)
}

read().then(
  document => parentPort?.postMessage({ document }),
  failure => {
    const refused = failure instanceof DocumentRefused ? failure.code : 'damaged'
    parentPort?.postMessage({ refused })
  },
)
