import { serve } from '../../workers/serve.ts'
import { limitCompiledMemory } from '../compiled-memory.ts'
import type { Format } from './formats.ts'

/** Characters: some seventy pages. */
const LONGEST_TEXT = 200_000
const MOST_MEMORY = 512 * 1024 * 1024
/** What was read of a very long file by then is enough. */
const PATIENCE_MS = 10_000

limitCompiledMemory(MOST_MEMORY)

export type FileBytes = { bytes: Uint8Array; format: Format }

/** The words of a file, on one line. */
serve(
  async ({ bytes, format }: FileBytes) => onOneLine(await textOf(Buffer.from(bytes), format)),
  // After some failures its library's memory is not what it thinks: the next file gets a new one.
  { breaksOn: ({ format }) => format === 'pdf' },
)

async function textOf(bytes: Buffer, format: Format): Promise<string> {
  if (format === 'pdf') return pdfText(bytes)
  if (format === 'docx') return (await import('../../documents/docx.ts')).wordsOfDocx(bytes)
  if (format === 'odt') return odtText(bytes)
  return bytes.subarray(0, 4 * LONGEST_TEXT).toString('utf8')
}

async function pdfText(bytes: Buffer) {
  const { PDFDocument } = await import('mupdf')
  const until = Date.now() + PATIENCE_MS
  const document = new PDFDocument(bytes)
  try {
    if (document.needsPassword()) throw new Error('It asks for a password')
    const count = document.countPages()
    let text = ''
    for (let at = 0; at < count && text.length < LONGEST_TEXT && Date.now() < until; at++) {
      const page = document.loadPage(at)
      const words = page.toStructuredText('dehyphenate')
      text += `${words.asText()}\n`
      words.destroy()
      page.destroy()
    }
    return text
  } finally {
    document.destroy()
  }
}

async function odtText(bytes: Buffer) {
  const [{ readOdt }, { Pictures }] = await Promise.all([
    import('../../documents/odt.ts'),
    import('../../documents/pictures.ts'),
  ])
  const markdown = await readOdt(bytes, new Pictures())
  return markdown.replace(/!\[[^\]]*\]\([^)]*\)/g, ' ').replace(/[*_`#|\\>]+/g, ' ')
}

function onOneLine(text: string) {
  return text
    .slice(0, 4 * LONGEST_TEXT)
    .replace(/[\s\p{Cc}\p{Co}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_TEXT)
    .replace(/\p{Cs}/gu, '')
}
