import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { readDocx } from './docx.ts'
import { readMarkdown } from './markdown.ts'
import { readOdt } from './odt.ts'
import { Pictures } from './pictures.ts'
import { DocumentRefused } from './refusal.ts'
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
