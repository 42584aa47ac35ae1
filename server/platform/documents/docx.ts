import mammoth from 'mammoth'
import { ZipFile } from 'yazl'
import { readParts, xmlOf } from './archive.ts'
import { markdownOf } from './html.ts'
import type { Pictures } from './pictures.ts'
import { DocumentRefused } from './refusal.ts'

const STYLES = ["p[style-name='Title'] => h1.title:fresh", "p[style-name='Subtitle'] => p:fresh"]

/** A Word document as Markdown. Its reader gets no byte that was not counted and looked at here. */
export async function readDocx(path: string, pictures: Pictures): Promise<string> {
  const buffer = await checked(path, /^(\[Content_Types\]\.xml|_rels\/|word\/)/)
  const convertImage = mammoth.images.imgElement(async image => {
    const mark = await image.readAsBuffer().then(
      bytes => pictures.add(bytes),
      () => undefined,
    )
    return { src: mark ?? '' }
  })
  const { value } = await mammoth.convertToHtml({ buffer }, { convertImage, styleMap: STYLES })
  return markdownOf(value)
}

/** Its words alone, without its pictures. */
export async function wordsOfDocx(document: Buffer): Promise<string> {
  const buffer = await checked(document, /^(\[Content_Types\]\.xml|_rels\/|word\/(?!media\/))/)
  return (await mammoth.extractRawText({ buffer })).value
}

async function checked(document: string | Buffer, wanted: RegExp): Promise<Buffer> {
  const parts = await readParts(document, name => wanted.test(name))
  if (!parts.has('word/document.xml')) throw new DocumentRefused('damaged')
  for (const [name, bytes] of parts) if (/\.(xml|rels)$/i.test(name)) xmlOf(bytes)
  return packed(parts)
}

/** Once more as a ZIP, uncompressed: two readers of one archive may see different things in it. */
async function packed(parts: Map<string, Buffer>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, bytes] of parts)
    if (!name.endsWith('/')) zip.addBuffer(bytes, name, { compress: false })
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}
