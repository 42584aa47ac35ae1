import type { Pack, Step } from '../pack.ts'
import { drawMarkdown } from './blocks.ts'
import { drawCode } from './code.ts'
import type { Flow } from './flow.ts'
import { drawGlance } from './glance.ts'
import { drawStrip } from './strip.ts'
import { EDGE, INK, LINE, MODES, PAGE, SMALL, SOFT, type Style, WIDTH } from './theme.ts'

const CODE = 66
const WHEN = 62
const STEP_X = PAGE.left + WHEN + 22

/** For whoever leads: what the workshop is, what it needs, its steps to tick and room for notes. */
export function drawSheet(flow: Flow, pack: Pack) {
  drawTitle(flow, pack, pack.kindLabel)
  drawGlance(flow, pack)
  if (pack.steps.length > 0) drawSteps(flow, pack)
  if (pack.body.trim()) {
    heading(flow, pack.words.body)
    drawMarkdown(flow, pack, pack.body, { x: PAGE.left, width: WIDTH, headings: 2 })
  }
  drawMissing(flow, pack)
  if (pack.kind === 'sheet') drawNotes(flow, pack.words.notes)
}

/** The name, in one glance with what leads back to the page. */
export function drawTitle(flow: Flow, pack: Pack, kicker: string) {
  const top = flow.y
  const width = WIDTH - CODE - 24
  const kind: Style = { face: 'text-bold', size: 9.5, colour: '#0a5048' }
  const name: Style = { face: 'display-bold', size: pack.title.length > 90 ? 18 : 24, colour: INK }
  flow.inside('P', () => flow.write([{ text: kicker, style: kind }], { width }))
  flow.inside('H1', () => {
    const lines = flow.set([{ text: pack.title, style: name }], { width, hyphenate: false })
    for (const line of lines) {
      flow.line(line, name.size, { width })
      flow.y += name.size * 1.16
    }
  })
  flow.y += 5
  if (pack.summary) {
    const style: Style = { face: 'text-regular', size: 11.5, colour: SOFT }
    flow.inside('P', () => flow.write([{ text: pack.summary, style }], { width }))
    flow.y += 2
  }
  const facts = [pack.version, pack.credit, pack.licence].filter(Boolean).join(', ')
  flow.inside('P', () =>
    flow.write(
      [
        { text: pack.address.replace(/^https?:\/\//, ''), style: { ...SMALL, href: pack.address } },
        { text: `, ${facts}`, style: SMALL },
      ],
      { width },
    ),
  )
  const bottom = flow.y
  drawCode(flow, pack.address, pack.words.code, [PAGE.right - CODE, top, CODE])
  const caption = flow.set([{ text: pack.words.online, style: { ...SMALL, size: 7.5 } }], {
    width: CODE + 20,
  })
  flow.y = top + CODE
  flow.inside('Caption', () => {
    for (const line of caption) {
      flow.line(line, 7.5, { x: PAGE.right - CODE - 20, width: CODE + 20, align: 'right' })
      flow.y += 10
    }
  })
  flow.y = Math.max(bottom, flow.y) + 12
}

export function heading(flow: Flow, text: string) {
  flow.y += 8
  flow.need(80)
  flow.bookmark(text)
  const style: Style = { face: 'display-bold', size: 15, colour: INK }
  flow.inside('H2', () => flow.write([{ text, style }], { hyphenate: false }))
  flow.y += 4
}

function drawSteps(flow: Flow, pack: Pack) {
  heading(flow, pack.words.pace)
  if (pack.ticks.length > 0) drawStrip(flow, pack)
  for (const step of pack.steps) {
    flow.need(52)
    flow.beside(
      () => drawStep(flow, pack, step),
      (top, bottom) => {
        const high = Math.max(4, bottom - top - 5)
        flow.doc
          .roundedRect(PAGE.left + WHEN + 9, top + 1, 3, high, 1.5)
          .fill(MODES[step.mode].colour)
      },
    )
  }
}

function drawStep(flow: Flow, pack: Pack, step: Step) {
  const top = flow.y
  const where = { x: STEP_X, width: PAGE.right - STEP_X }
  const name: Style = { face: 'text-bold', size: 12, colour: INK }
  flow.inside('H3', () =>
    flow.write([{ text: step.title, style: name }], {
      ...where,
      width: where.width - 22,
      hyphenate: false,
    }),
  )
  const after = flow.y
  const onSamePage = after > top
  flow.y = onSamePage ? top : PAGE.top
  drawBox(flow, pack.words.done)
  drawWhen(flow, step)
  const least = flow.y + 3
  flow.y = after + 1
  drawMarkdown(flow, pack, step.body, { ...where, headings: 3 })
  flow.y = (flow.y >= after && onSamePage ? Math.max(flow.y, least) : flow.y) + 6
}

function drawBox(flow: Flow, alt: string) {
  const [x, y] = [PAGE.right - 13, flow.y + 2]
  flow.inside(
    'Figure',
    () => {
      flow.ink()
      flow.doc.roundedRect(x, y, 12, 12, 2.5).lineWidth(0.9).strokeColor(EDGE).stroke()
    },
    { alt, bbox: [x, y, x + 12, y + 12], placement: 'Block' },
  )
}

function drawWhen(flow: Flow, { at, about }: Step) {
  const place = { x: PAGE.left, width: WHEN, align: 'right' as const }
  const bold: Style = { face: 'text-bold', size: 11, colour: INK }
  const small: Style = { face: 'text-regular', size: 8.5, colour: SOFT }
  flow.inside('P', () => {
    if (at) {
      const [line] = flow.set([{ text: at, style: bold }], place)
      if (line) flow.line(line, bold.size, place)
      flow.y += bold.size * 1.4
    }
    for (const line of flow.set([{ text: about, style: small }], place)) {
      flow.line(line, small.size, place)
      flow.y += small.size * 1.3
    }
  })
}

/** Whoever reads □ is told what stood there, and where it can be read. */
function drawMissing(flow: Flow, { words }: Pack) {
  if (flow.missing.size === 0) return
  const names = [...flow.missing].slice(0, 40).map(codesOf).join(', ')
  flow.y += 6
  flow.inside('P', () => flow.write([{ text: `${words.missing} ${names}.`, style: SMALL }]))
}

function codesOf(sign: string) {
  const codes = [...sign]
    .map(one => one.codePointAt(0) ?? 0)
    .filter(code => code !== 0xfe0f && code !== 0x200d)
  return codes.map(code => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`).join(' ')
}

/** What is left of the page, ruled; on a page of its own when nothing is left. */
export function drawNotes(flow: Flow, title: string) {
  if (flow.left < 84) flow.turn()
  heading(flow, title)
  const bottom = PAGE.bottom - 4
  flow.artifact(() => {
    for (let y = flow.y + 20; y < bottom; y += 24)
      flow.doc.moveTo(PAGE.left, y).lineTo(PAGE.right, y).lineWidth(0.6).strokeColor(LINE).stroke()
  })
  flow.y = PAGE.bottom
}
