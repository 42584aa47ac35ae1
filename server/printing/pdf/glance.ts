import type { Pack } from '../pack.ts'
import type { Flow } from './flow.ts'
import { EDGE, INK, LINE, PAGE, type Piece, SOFT, type Style, WIDTH } from './theme.ts'

const PAD = 12
const GAP = 24
const COLUMN = (WIDTH - 2 * PAD - GAP) / 2
const LABEL: Style = { face: 'text-regular', size: 9.5, colour: SOFT }
const VALUE: Style = { face: 'text-regular', size: 9.5, colour: INK }
const BOX = 8

/** The sheet at a glance: how long, for whom, with what, in two columns when it holds on the page. */
export function drawGlance(flow: Flow, pack: Pack) {
  const lists = [
    { title: pack.words.materials, items: pack.materials },
    { title: pack.words.prerequisites, items: pack.prerequisites },
  ].filter(({ items }) => items.length > 0)
  if (!pack.lasting && pack.facts.length === 0 && lists.length === 0) return
  flow.bookmark(pack.words.glance)
  const top = flow.y
  const pages = flow.doc.bufferedPageRange().count
  flow.inside('Sect', () => {
    flow.y = top + PAD
    drawFacts(flow, pack, {
      x: PAGE.left + PAD,
      width: lists.length > 0 ? COLUMN : WIDTH - 2 * PAD,
    })
    const left = flow.y
    const turned = flow.doc.bufferedPageRange().count > pages
    if (!turned && lists.length > 0) flow.y = top + PAD
    const where = turned
      ? { x: PAGE.left + PAD, width: WIDTH - 2 * PAD }
      : { x: PAGE.left + PAD + COLUMN + GAP, width: COLUMN }
    for (const list of lists) drawList(flow, list, where)
    const stayed = flow.doc.bufferedPageRange().count === pages
    if (stayed) frame(flow, top, Math.max(left, flow.y) + PAD - 4)
    flow.y = (stayed ? Math.max(left, flow.y) + PAD - 4 : flow.y) + 10
  })
}

function frame(flow: Flow, top: number, bottom: number) {
  flow.artifact(() =>
    flow.doc
      .roundedRect(PAGE.left, top, WIDTH, bottom - top, 7)
      .lineWidth(0.8)
      .strokeColor(LINE)
      .stroke(),
  )
}

function drawFacts(flow: Flow, pack: Pack, where: { x: number; width: number }) {
  if (pack.lasting) {
    const pieces: Piece[] = [
      { text: pack.lasting, style: { face: 'display-bold', size: 19, colour: INK } },
    ]
    if (pack.preparation)
      pieces.push({ text: ` ${pack.preparation}`, style: { ...LABEL, size: 10 } })
    flow.inside('P', () => flow.write(pieces, where))
    flow.y += 3
  }
  flow.inside('L', () => {
    for (const { label, value } of pack.facts)
      flow.inside('LI', () => drawFact(flow, label, value, where))
  })
}

function drawFact(
  flow: Flow,
  label: string,
  value: string,
  { x, width }: { x: number; width: number },
) {
  const [name] = flow.set([{ text: label, style: LABEL }], { width })
  const side = Math.max(72, (name?.width ?? 0) + 10)
  flow.need(LABEL.size * 1.5)
  flow.inside('Lbl', () => {
    if (name) flow.line(name, LABEL.size, { x, width })
  })
  const style = { x: x + side, width: width - side }
  flow.inside('LBody', () => flow.write([{ text: value, style: VALUE }], style))
  flow.y += 2.5
}

function drawList(
  flow: Flow,
  { title, items }: { title: string; items: string[] },
  { x, width }: { x: number; width: number },
) {
  flow.inside('H2', () =>
    flow.write([{ text: title, style: { face: 'text-bold', size: 11, colour: INK } }], {
      x,
      width,
    }),
  )
  flow.y += 2
  flow.inside('L', () => {
    for (const item of items) {
      flow.need(VALUE.size * 1.5)
      flow.inside('LI', () => {
        const { y, doc } = flow
        flow.artifact(() =>
          doc
            .roundedRect(x, y + 3, BOX, BOX, 2)
            .lineWidth(0.8)
            .strokeColor(EDGE)
            .stroke(),
        )
        flow.inside('LBody', () =>
          flow.write([{ text: item, style: VALUE }], { x: x + BOX + 7, width: width - BOX - 7 }),
        )
      })
      flow.y += 2.5
    }
  })
  flow.y += 4
}
