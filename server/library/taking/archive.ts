import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import { ZipFile } from 'yazl'
import type { AttachmentRecord } from '../../../models/attachment.ts'
import type { ResourceRecord } from '../../../models/resource.ts'
import { contentDisposition } from '../../platform/files/names.ts'
import { services } from '../../platform/services.ts'
import { uniqueNames } from './names.ts'

type Written = { name: string; bytes: Buffer }

/** Sends everything of a resource as one ZIP while it is read: its text, its print, its files. */
export async function sendArchive(res: Response, resource: ResourceRecord, written: Written[]) {
  const zip = new ZipFile()
  const files = await thoseThere(resource.attachments)
  const names = uniqueNames(
    files.map(({ name }) => name),
    written.map(({ name }) => name),
  )
  const mtime = resource.updatedAt
  const inFolder = (name: string) => `${resource.slug}/${name}`
  for (const { name, bytes } of written)
    zip.addBuffer(bytes, inFolder(name), { mtime, compress: !name.endsWith('.pdf') })
  files.forEach(({ key, size, kind }, index) => {
    const options = { mtime, size, compress: kind === 'text' }
    const read = (done: (failure: unknown, bytes: NodeJS.ReadableStream) => void) =>
      services()
        .files.open(key)
        .then(bytes => done(undefined, bytes))
        .catch(failure => zip.emit('error', failure))
    zip.addReadStreamLazy(inFolder(names[index] ?? key), options, read)
  })
  zip.end()
  res.set({
    'Content-Type': 'application/zip',
    'Content-Disposition': contentDisposition(`${resource.slug}.zip`, 'attachment'),
  })
  // Once bytes are out, a failure can only be told by cutting the answer short.
  zip.once('error', () => res.destroy())
  await pipeline(zip.outputStream, res).catch(() => res.destroy())
}

/** One whose bytes are lost does not keep the others from being taken. */
async function thoseThere(attachments: readonly AttachmentRecord[]) {
  const found = await Promise.all(
    attachments.map(({ key, size }) =>
      services()
        .files.size(key)
        .then(
          bytes => bytes === size,
          () => false,
        ),
    ),
  )
  return attachments.filter((_, index) => found[index])
}
