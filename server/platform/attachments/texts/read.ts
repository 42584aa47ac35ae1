import { buffer } from 'node:stream/consumers'
import type { AttachmentRecord } from '../../../../models/attachment.ts'
import { FileText, type FileTextRecord } from '../../../../models/file-text.ts'
import { Gathering } from '../../../../models/gathering.ts'
import { Resource } from '../../../../models/resource.ts'
import { isDuplicate } from '../../database/duplicates.ts'
import { MissingFile } from '../../files/store.ts'
import { log } from '../../log.ts'
import { forget } from '../../memory.ts'
import { services } from '../../services.ts'
import { workerPool } from '../../workers/pool.ts'
import { type Format, formatOf } from './formats.ts'
import type { FileBytes } from './worker.ts'

export type Readable = Pick<AttachmentRecord, 'key' | 'mime'>

const LARGEST = 30_000_000
/** The reading of a file that ends the whole process is not begun for ever. */
const MOST_TRIES = 3
const HELD_MS = 30_000

const textIn = workerPool<FileBytes>(import.meta.url, './worker', {
  longest: 20_000,
  mostWaiting: 50,
  memoryMb: 256,
})

/**
 * Reads the words of a file, once, and has what it is attached to be found by them. What is broken, locked or too large has none,
 * and is not tried again. Throws MissingFile, and when the store of files does not answer.
 */
export async function readText({ key, mime }: Readable) {
  const format = formatOf({ mime })
  if (!format || !(await isToRead(key))) return
  const bytes = await bytesOf(key)
  const text = bytes ? await wordsIn(bytes, format, key) : ''
  await FileText.updateOne({ file: key }, { $set: { text, done: true } })
  // Taken away meanwhile: its words go as well.
  await sizeOf(key)
  if (text) await tellOwners(key)
}

/** Undefined for what is too large. */
async function bytesOf(key: string) {
  return (await sizeOf(key)) > LARGEST ? undefined : buffer(await services().files.open(key))
}

async function sizeOf(key: string) {
  try {
    return await services().files.size(key)
  } catch (failure) {
    if (failure instanceof MissingFile) await dropTexts([key])
    throw failure
  }
}

async function wordsIn(bytes: Buffer, format: Format, file: string) {
  try {
    return String(await textIn({ bytes, format }))
  } catch (failure) {
    log.info({ file, reason: String(failure).slice(0, 200) }, 'no text')
    return ''
  }
}

/** Whoever writes its record reads it; another try comes after a process that ended. */
async function isToRead(file: string) {
  const begunAt = new Date()
  try {
    await FileText.create({ file, text: '', tries: 1, begunAt, done: false })
    return true
  } catch (failure) {
    if (!isDuplicate(failure)) throw failure
  }
  const left = { $lt: new Date(+begunAt - HELD_MS) }
  const again = { file, done: false, tries: { $lt: MOST_TRIES }, begunAt: left }
  const update = { $inc: { tries: 1 }, $set: { begunAt } }
  return (await FileText.updateOne(again, update)).matchedCount > 0
}

/** The files of these keys are gone: so are their words. */
export async function dropTexts(files: readonly string[]) {
  if (files.length > 0) await FileText.deleteMany({ file: { $in: [...files] } })
}

/** The words of these files, by their keys. */
export async function textsOf(files: readonly string[]): Promise<Map<string, string>> {
  if (files.length === 0) return new Map()
  const known = await FileText.find({ file: { $in: [...files] } }, 'file text').lean<
    FileTextRecord[]
  >()
  return new Map(known.map(({ file, text }) => [file, text]))
}

async function tellOwners(file: string) {
  const holding = { 'attachments.key': file }
  const [resources, gatherings] = await Promise.all([
    Resource.find(holding, '_id').lean(),
    Gathering.find(holding, '_id').lean(),
  ])
  for (const { _id } of resources) forget('resources', `resources:${_id}`)
  for (const { _id } of gatherings) forget('gatherings', `gatherings:${_id}`)
}
