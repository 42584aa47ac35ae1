import type { Pack } from '../pack.ts'
import { Flow, newDocument, TooLong } from './flow.ts'
import { drawHandout } from './handout.ts'
import { drawSheet } from './sheet.ts'
import { LINE, PAGE, SMALL, TEXT, WIDTH } from './theme.ts'

/** The whole pack as the bytes of a PDF: the sheet of whoever leads, then the handout. */
export async function printPack(pack: Pack): Promise<Uint8Array> {
  const doc = newDocument(
    {
      Title: pack.title,
      Author: pack.author,
      Subject: pack.summary,
      CreationDate: pack.createdAt,
      ModDate: pack.updatedAt,
    },
    pack.language,
  )
  const chunks: Buffer[] = []
  const ended = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
  const flow = new Flow(doc, pack.language)
  part(flow, pack.kindLabel, () => drawSheet(flow, pack), pack)
  if (pack.kind === 'sheet') {
    flow.mostPages = Number.POSITIVE_INFINITY
    flow.turn()
    part(flow, pack.words.handout, () => drawHandout(flow, pack), pack)
  }
  number(flow, pack)
  doc.end()
  return ended
}

/** Beyond it, somebody has pasted a book: the rest is on the page of the hub. */
const MOST_PAGES = 40

function part(flow: Flow, title: string, draw: () => void, pack: Pack) {
  flow.mostPages = flow.pages + MOST_PAGES
  flow.chapter(title)
  const options = { title: `${title}, ${pack.title}` }
  flow.inside('Sect', () => drawAsFarAs(flow, draw, pack.words.cut), options)
}

function drawAsFarAs(flow: Flow, draw: () => void, otherwise: string) {
  try {
    draw()
  } catch (failure) {
    if (!(failure instanceof TooLong)) throw failure
    flow.mostPages = Number.POSITIVE_INFINITY
    flow.turn()
    flow.inside('P', () => flow.write([{ text: otherwise, style: TEXT }]))
  }
}

function number(flow: Flow, pack: Pack) {
  const total = flow.pages
  for (let index = 0; index < total; index++) {
    flow.doc.switchToPage(index)
    const { words } = pack
    const page = words.page.replace('{page}', String(index + 1)).replace('{pages}', String(total))
    flow.artifact(() => drawFoot(flow, pack, page), 'Pagination')
  }
}

function drawFoot(flow: Flow, { title, version, licence }: Pack, page: string) {
  const style = { ...SMALL, size: 8.5 }
  const y = PAGE.bottom + 24
  const [right] = flow.set([{ text: page, style }])
  const said = [title, version, licence].filter(Boolean).join(', ')
  const width = WIDTH - (right?.width ?? 0) - 20
  const [left] = flow.set([{ text: said, style }], { width, hyphenate: false })
  flow.doc
    .moveTo(PAGE.left, y - 13)
    .lineTo(PAGE.right, y - 13)
    .lineWidth(0.6)
  flow.doc.strokeColor(LINE).stroke()
  if (left) flow.plain(left, PAGE.left, y)
  if (right) flow.plain(right, PAGE.right - right.width, y)
}
