import type { Flow } from './flow.ts'
import { type Line, widestWord } from './lines.ts'
import { LEADING, LINE, PAGE, type Piece, SUNK } from './theme.ts'

export type Cell = { pieces: Piece[]; heading: boolean; align: 'left' | 'right' }
export type Row = Cell[]

const PAD = 5
const SIZES = [9, 8, 7]
type Where = { x: number; width: number }

/** A table as wide as its place, with its header again on each page; a high row goes over several pages. */
export function drawTable(flow: Flow, rows: Row[], { x, width }: Where) {
  const columns = Math.max(1, ...rows.map(row => row.length))
  const size = SIZES.find(one => needs(flow, sized(rows, one), columns) <= width) ?? 7
  const set = sized(rows, size)
  const widths = widthsOf(flow, set, columns, width)
  const [header] = set
  const repeated = header?.every(cell => cell.heading) ? header : undefined
  flow.inside('Table', () => {
    set.forEach((row, index) => {
      const again = index > 0 ? repeated : undefined
      flow.inside('TR', () => drawRow(flow, row, { x, widths, size, again }))
    })
  })
  flow.y += 6
}

type Settings = { x: number; widths: number[]; size: number; again?: Row | undefined }

function drawRow(flow: Flow, row: Row, settings: Settings) {
  const { widths, size, again } = settings
  const height = size * LEADING
  const cells = widths.map((width, at) => {
    const pieces = row[at]?.pieces ?? []
    return flow.set(pieces, { width: width - 2 * PAD })
  })
  const most = Math.max(1, ...cells.map(lines => lines.length))
  const onAPage = Math.floor((PAGE.bottom - PAGE.top - 60) / height)
  if (most <= onAPage) room(flow, most * height + 2 * PAD, settings)
  for (let from = 0; from < most; ) {
    if (most > onAPage) room(flow, 3 * height + 2 * PAD, settings)
    const fits = Math.max(1, Math.min(most - from, Math.floor((flow.left - 2 * PAD) / height)))
    drawSlice(
      flow,
      row,
      cells.map(lines => lines.slice(from, from + fits)),
      settings,
      fits * height + 2 * PAD,
    )
    from += fits
    if (from < most) turnWith(flow, again, settings)
  }
}

function room(flow: Flow, height: number, settings: Settings) {
  if (flow.left >= height) return
  turnWith(flow, settings.again, settings)
}

/** For the eye: whoever listens knows the header already. */
function turnWith(flow: Flow, header: Row | undefined, settings: Settings) {
  flow.turn()
  if (!header) return
  const { x, widths, size } = settings
  const cells = widths.map((width, at) =>
    flow.set(header[at]?.pieces ?? [], { width: width - 2 * PAD }),
  )
  const height = Math.max(1, ...cells.map(lines => lines.length)) * size * LEADING + 2 * PAD
  ground(flow, header, settings, height)
  flow.artifact(() => {
    let left = x
    cells.forEach((lines, at) => {
      lines.forEach((line, index) => {
        flow.plain(line, left + PAD, flow.y + PAD + size * (index * LEADING + LEADING / 2 + 0.32))
      })
      left += widths[at] ?? 0
    })
  })
  flow.y += height
}

function drawSlice(flow: Flow, row: Row, cells: Line[][], settings: Settings, height: number) {
  const { x, widths, size } = settings
  ground(flow, row, settings, height)
  const top = flow.y
  let left = x
  cells.forEach((lines, at) => {
    const cell = row[at]
    const width = widths[at] ?? 0
    const options = cell?.heading ? { scope: 'Column' } : {}
    flow.inside(
      cell?.heading ? 'TH' : 'TD',
      () => {
        flow.y = top + PAD
        for (const line of lines) {
          flow.line(line, size, {
            x: left + PAD,
            width: width - 2 * PAD,
            align: cell?.align ?? 'left',
          })
          flow.y += size * LEADING
        }
      },
      options,
    )
    left += width
  })
  flow.y = top + height
}

function ground(flow: Flow, row: Row, { x, widths }: Settings, height: number) {
  const { doc, y } = flow
  const width = widths.reduce((sum, one) => sum + one, 0)
  flow.artifact(() => {
    if (row.every(cell => cell.heading)) doc.rect(x, y, width, height).fill(SUNK)
    doc
      .moveTo(x, y + height)
      .lineTo(x + width, y + height)
      .lineWidth(0.6)
      .strokeColor(LINE)
      .stroke()
  })
}

function sized(rows: Row[], size: number): Row[] {
  const smaller = (piece: Piece) => ({ ...piece, style: { ...piece.style, size } })
  return rows.map(row => row.map(cell => ({ ...cell, pieces: cell.pieces.map(smaller) })))
}

function needs(flow: Flow, rows: Row[], columns: number) {
  return leastOf(flow, rows, columns).reduce((sum, one) => sum + one, 0)
}

function leastOf(flow: Flow, rows: Row[], columns: number) {
  return Array.from({ length: columns }, (_, at) =>
    Math.max(18, ...rows.map(row => widestWord(row[at]?.pieces ?? [], flow.measure) + 2 * PAD)),
  )
}

/** Each column has what its longest word needs, then shares the rest by how much it says. */
function widthsOf(flow: Flow, rows: Row[], columns: number, width: number) {
  const least = leastOf(flow, rows, columns)
  const sum = least.reduce((all, one) => all + one, 0)
  if (sum >= width) return least.map(one => (one / sum) * width)
  const says = least.map((one, at) =>
    Math.max(
      one,
      Math.min(width, Math.max(...rows.map(row => lengthOf(flow, row[at]?.pieces ?? [])))),
    ),
  )
  const wanted = says.map((one, at) => one - (least[at] ?? 0))
  const wants = wanted.reduce((all, one) => all + one, 0)
  const spare = width - sum
  return least.map(
    (one, at) => one + (wants > 0 ? ((wanted[at] ?? 0) / wants) * spare : spare / columns),
  )
}

function lengthOf(flow: Flow, pieces: readonly Piece[]) {
  const [first] = pieces
  if (!first) return 0
  const text = pieces
    .map(piece => piece.text)
    .join('')
    .slice(0, 400)
  return flow.measure(text, 'text-regular', first.style) + 2 * PAD
}
