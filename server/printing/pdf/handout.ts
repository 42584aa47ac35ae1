import type { Pack } from '../pack.ts'
import { drawMarkdown } from './blocks.ts'
import { drawCode } from './code.ts'
import type { Flow } from './flow.ts'
import { drawNotes, drawTitle, heading } from './sheet.ts'
import { INK, PAGE, SMALL, SOFT, type Style, WIDTH } from './theme.ts'

const CODE = 58
const NAME: Style = { face: 'text-bold', size: 11.5, colour: INK }

/** For the participants: what was done, and where to find it again. */
export function drawHandout(flow: Flow, pack: Pack) {
  const { handout, words } = pack
  drawTitle(flow, pack, words.handout)
  if (handout.steps.length > 0) drawSteps(flow, pack)
  if (handout.links.length > 0) drawLinks(flow, pack)
  drawNotes(flow, words.myNotes)
}

function drawSteps(flow: Flow, pack: Pack) {
  heading(flow, pack.words.handoutSteps)
  const where = { x: PAGE.left + 18, width: WIDTH - 18 }
  pack.handout.steps.forEach(({ title, body }, index) => {
    flow.need(40)
    const number = flow.set([{ text: String(index + 1), style: { ...NAME, colour: SOFT } }])[0]
    flow.inside('H3', () => {
      if (number) flow.line(number, NAME.size)
      flow.write([{ text: title, style: NAME }], { ...where, hyphenate: false })
    })
    flow.y += 1
    drawMarkdown(flow, pack, body, { ...where, headings: 3 })
    flow.y += 3
  })
}

function drawLinks(flow: Flow, pack: Pack) {
  heading(flow, pack.words.links)
  flow.inside('P', () => flow.write([{ text: pack.words.linksHelp, style: SMALL }]))
  flow.y += 6
  const half = (WIDTH - 20) / 2
  flow.inside('L', () => {
    for (let from = 0; from < pack.handout.links.length; from += 2) {
      flow.need(CODE + 8)
      const top = flow.y
      pack.handout.links.slice(from, from + 2).forEach((link, index) => {
        flow.y = top
        drawLink(flow, pack, link, PAGE.left + index * (half + 20), half)
      })
      flow.y = top + CODE + 8
    }
  })
}

function drawLink(
  flow: Flow,
  pack: Pack,
  link: Pack['handout']['links'][number],
  x: number,
  width: number,
) {
  const top = flow.y
  const place = { x: x + CODE + 8, width: width - CODE - 8 }
  flow.inside('LI', () =>
    flow.inside('LBody', () => {
      drawCode(flow, link.url, `${pack.words.codeOf} ${link.shown}`, [x, top, CODE])
      flow.y = top + 4
      const room = (lines: number, text: string, style: Style) => {
        if (text)
          for (const line of flow.set([{ text, style }], place).slice(0, lines)) {
            flow.line(line, style.size, place)
            flow.y += style.size * 1.3
          }
      }
      flow.inside('P', () => {
        room(2, link.text, { ...NAME, size: 10 })
        room(link.text ? 2 : 4, link.shown, { ...SMALL, size: 8.5, href: link.url })
      })
    }),
  )
}
