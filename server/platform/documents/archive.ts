import { type Entry, fromBuffer, open, type ZipFile } from 'yauzl'
import { DocumentRefused } from './refusal.ts'

const MOST_PARTS = 2_000
const MOST_BYTES = 80_000_000
const LARGEST_PART = 30_000_000

export type Parts = Map<string, Buffer>

/**
 * The wanted parts of a document that is a ZIP, of its path or its bytes. Bytes are counted as they come out, whatever the archive says of
 * its sizes; names that lead elsewhere, a part that is there twice, too many parts or bytes refuse the whole.
 */
export async function readParts(
  document: string | Buffer,
  wanted: (name: string) => boolean,
): Promise<Parts> {
  const zip = await opened(document)
  try {
    if (zip.entryCount > MOST_PARTS) throw new DocumentRefused('tooManyParts')
    return await readAll(zip, wanted)
  } catch (failure) {
    throw failure instanceof DocumentRefused ? failure : new DocumentRefused('damaged', failure)
  } finally {
    zip.close()
  }
}

function opened(document: string | Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false }
    const answer = (failure: Error | null, zip: ZipFile) =>
      failure ? reject(new DocumentRefused('damaged', failure)) : resolve(zip)
    if (typeof document === 'string') open(document, options, answer)
    else fromBuffer(document, options, answer)
  })
}

function readAll(zip: ZipFile, wanted: (name: string) => boolean): Promise<Parts> {
  const parts: Parts = new Map()
  let left = MOST_BYTES
  let count = 0
  return new Promise((resolve, reject) => {
    const take = async (entry: Entry) => {
      if (++count > MOST_PARTS) throw new DocumentRefused('tooManyParts')
      if (entry.isEncrypted()) throw new DocumentRefused('damaged')
      if (!wanted(entry.fileName)) return
      if (parts.has(entry.fileName)) throw new DocumentRefused('unsafe')
      const bytes = await bytesOf(zip, entry, Math.min(left, LARGEST_PART))
      left -= bytes.length
      parts.set(entry.fileName, bytes)
    }
    zip.on('entry', (entry: Entry) => take(entry).then(() => zip.readEntry(), reject))
    zip.on('error', failure => reject(isBadName(failure) ? new DocumentRefused('unsafe') : failure))
    zip.on('end', () => resolve(parts))
    zip.readEntry()
  })
}

function isBadName(failure: unknown) {
  return (
    failure instanceof Error &&
    /relative path|absolute path|characters in fileName/.test(failure.message)
  )
}

function bytesOf(zip: ZipFile, entry: Entry, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (failure, stream) => {
      if (failure) return reject(failure)
      const chunks: Buffer[] = []
      let size = 0
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length
        chunks.push(chunk)
        if (size > most) stream.destroy(new DocumentRefused('tooLarge'))
      })
      stream.on('error', reject)
      stream.on('end', () => resolve(Buffer.concat(chunks)))
    })
  })
}

/** A part that is XML as text. What declares entities, its own or elsewhere's, is no document that a person wrote. */
export function xmlOf(bytes: Buffer): string {
  const text = decoded(bytes)
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new DocumentRefused('unsafe')
  return text
}

function decoded(bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\u0000')) return text
  } catch (failure) {
    throw new DocumentRefused('damaged', failure)
  }
  throw new DocumentRefused('damaged')
}
