import { createReadStream } from 'node:fs'
import { extname } from 'node:path'
import { fileTypeFromFile } from 'file-type'

export type FileKind = 'pdf' | 'document' | 'sheet' | 'slides' | 'image' | 'text' | 'archive'
export type Identity = { mime: string; extension: string; kind: FileKind }

/**
 * What a file is, found in its bytes; undefined for what the hub does not keep. The name only tells
 * which kind of plain text it is. Macros (docm, xlsm), old Office files (a container that may hold
 * anything), SVG (it runs scripts) and programs are all refused by not being in the list.
 */
export async function identifyFile(
  path: string,
  originalName: string,
): Promise<Identity | undefined> {
  const extension = extname(originalName).slice(1).toLowerCase()
  // Before the signatures: a text that begins with FORM, BM or GIF8 is not a sound or a picture.
  if (textExtensions.includes(extension) && (await isPlainText(path)))
    return { mime: 'text/plain', extension, kind: 'text' }
  const found = await fileTypeFromFile(path).catch(() => undefined)
  return found && known.get(found.ext)
}

const textExtensions = ['txt', 'md', 'csv']

const opendocument = 'application/vnd.oasis.opendocument'
const openxml = 'application/vnd.openxmlformats-officedocument'
const known = new Map<string, Identity>([
  ['pdf', { mime: 'application/pdf', extension: 'pdf', kind: 'pdf' }],
  ['odt', { mime: `${opendocument}.text`, extension: 'odt', kind: 'document' }],
  ['ods', { mime: `${opendocument}.spreadsheet`, extension: 'ods', kind: 'sheet' }],
  ['odp', { mime: `${opendocument}.presentation`, extension: 'odp', kind: 'slides' }],
  ['docx', { mime: `${openxml}.wordprocessingml.document`, extension: 'docx', kind: 'document' }],
  ['xlsx', { mime: `${openxml}.spreadsheetml.sheet`, extension: 'xlsx', kind: 'sheet' }],
  ['pptx', { mime: `${openxml}.presentationml.presentation`, extension: 'pptx', kind: 'slides' }],
  ['png', { mime: 'image/png', extension: 'png', kind: 'image' }],
  ['apng', { mime: 'image/png', extension: 'png', kind: 'image' }],
  ['jpg', { mime: 'image/jpeg', extension: 'jpg', kind: 'image' }],
  ['gif', { mime: 'image/gif', extension: 'gif', kind: 'image' }],
  ['webp', { mime: 'image/webp', extension: 'webp', kind: 'image' }],
  ['zip', { mime: 'application/zip', extension: 'zip', kind: 'archive' }],
])

// biome-ignore lint/suspicious/noControlCharactersInRegex: their presence is the question
const controls = /[\u0000-\u0008\u000E-\u001A\u001C-\u001F\u007F]/

/** UTF-8 from end to end, not empty, without control characters. */
async function isPlainText(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let some = false
  try {
    for await (const chunk of createReadStream(path)) {
      some = true
      if (controls.test(decoder.decode(chunk, { stream: true }))) return false
    }
    decoder.decode()
    return some
  } catch {
    return false
  }
}
