import { serve } from '../../workers/serve.ts'
import { limitCompiledMemory } from '../compiled-memory.ts'

const MOST_MEMORY = 512 * 1024 * 1024
const WIDEST = 1200

limitCompiledMemory(MOST_MEMORY)
const library = import('mupdf')

// After some failures the library's memory is not what it thinks: the next file gets a new one.
serve(firstPage, { breaksOn: () => true })

/** The first page of a PDF as PNG, its size in points and how many pages there are. */
async function firstPage(bytes: Uint8Array) {
  const mupdf = await library
  const document = new mupdf.PDFDocument(bytes)
  try {
    if (document.needsPassword()) throw new Error('It asks for a password')
    const pages = document.countPages()
    const page = document.loadPage(0)
    const [left, top, right, bottom] = page.getBounds()
    const [width, height] = [right - left, bottom - top]
    if (!(width >= 1 && height >= 1)) throw new Error('Its first page has no size')
    const scale = Math.min(3, WIDEST / Math.max(width, height))
    const matrix = mupdf.Matrix.scale(scale, scale)
    const pixels = page.toPixmap(matrix, mupdf.ColorSpace.DeviceRGB, false)
    const png = pixels.asPNG()
    pixels.destroy()
    page.destroy()
    return { png, width: Math.round(width), height: Math.round(height), pages }
  } finally {
    document.destroy()
  }
}
