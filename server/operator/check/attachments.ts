import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import type { Db, ObjectId } from 'mongodb'
import { type FileStore, MissingFile } from '../../platform/files/store.ts'
import type { Terminal } from '../terminal.ts'
import { type AttachmentField, attachmentFields, attachmentsAt, type Named } from './fields.ts'

type Options = { terminal: Terminal; read: boolean }
type Holding = AttachmentField & { id: ObjectId; attachment: Named }

/** Compares each attachment with its file (`read`: its bytes too); a line for each that is not as its record says. */
export async function brokenAttachments(db: Db, files: FileStore, { terminal, read }: Options) {
  const held = await keysOf(files)
  const wrong: string[] = []
  let count = 0
  for await (const holding of holdings(db)) {
    held.delete(holding.attachment.key)
    terminal.progress(`comparing attachments with their files: ${++count}`)
    const fault = await faultOf(files, holding.attachment, read)
    if (fault && (await stillHeld(db, holding)))
      wrong.push(`${holding.collection} ${String(holding.id)}: ${fault}`)
  }
  return { count, wrong, unnamed: held.size }
}

async function keysOf(files: FileStore): Promise<Set<string>> {
  const keys = new Set<string>()
  for await (const key of files.list()) keys.add(key)
  return keys
}

async function* holdings(db: Db): AsyncGenerator<Holding> {
  for (const { collection, path } of await attachmentFields()) {
    const parts = path.split('.')
    const projection = { [parts[0] ?? path]: 1 }
    for await (const record of db.collection(collection).find({}, { projection }))
      for (const attachment of attachmentsAt(record, parts))
        yield { collection, path, id: record._id, attachment }
  }
}

async function faultOf(files: FileStore, { key, size, sha256 }: Named, read: boolean) {
  try {
    const found = await files.size(key)
    if (found !== size) return `the file ${key} has ${found} bytes, not ${size}`
    if (read && (await digest(files, key)) !== sha256)
      return `the file ${key} is damaged: its checksum is not the record’s`
  } catch (error) {
    if (error instanceof MissingFile) return `the file ${key} is missing`
    return `the file ${key} can not be read: ${error instanceof Error ? error.message : String(error)}`
  }
}

async function digest(files: FileStore, key: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(await files.open(key), hash)
  return hash.digest('hex')
}

/** A member may have removed it since the record was read: its file then goes as well. */
async function stillHeld(db: Db, { collection, path, id, attachment }: Holding): Promise<boolean> {
  const record = await db.collection(collection).findOne({ _id: id })
  return attachmentsAt(record, path.split('.')).some(({ key }) => key === attachment.key)
}
