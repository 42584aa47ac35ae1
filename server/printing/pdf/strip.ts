import type { Pack } from '../pack.ts'
import type { Flow } from './flow.ts'
import { LINE, MODES, PAGE, SOFT, type Style, WIDTH } from './theme.ts'

const HEIGHT = 26

/** The pace of the workshop: a bar a step, its width the minutes, its height what happens. */
export function drawStrip(flow: Flow, pack: Pack) {
  drawLegend(flow, pack)
  flow.need(HEIGHT + 24)
  const total = pack.steps.reduce((sum, { minutes }) => sum + minutes, 0)
  const base = flow.y + HEIGHT
  const alt = `${pack.words.strip} ${pack.steps.map(({ title, about }) => [title, ...about.split('\n')].join(', ')).join(' ; ')}`
  flow.inside(
    'Figure',
    () => {
      flow.ink()
      let start = 0
      for (const { minutes, mode } of pack.steps) {
        const { colour, height } = MODES[mode]
        const [x, width] = [(start / total) * WIDTH, (minutes / total) * WIDTH]
        const high = (height / 10) * HEIGHT
        if (width > 0)
          flow.doc.rect(PAGE.left + x, base - high, Math.max(0.4, width - 0.8), high).fill(colour)
        start += minutes
      }
    },
    { alt, bbox: [PAGE.left, flow.y, PAGE.right, base], placement: 'Block' },
  )
  flow.artifact(() => {
    flow.doc
      .moveTo(PAGE.left, base + 0.5)
      .lineTo(PAGE.right, base + 0.5)
      .lineWidth(0.6)
      .strokeColor(LINE)
      .stroke()
    drawTicks(flow, pack.ticks, base + 12)
  })
  flow.y = base + 24
}

/** Read with each step: here they only help the eye. */
function drawTicks(flow: Flow, ticks: readonly string[], y: number) {
  const style: Style = { face: 'text-regular', size: 8.5, colour: SOFT }
  ticks.forEach((text, index) => {
    const [line] = flow.set([{ text, style }])
    const share = ticks.length > 1 ? index / (ticks.length - 1) : 0
    if (line) flow.plain(line, PAGE.left + WIDTH * share - line.width * share, y)
  })
}

function drawLegend(flow: Flow, { legend }: Pack) {
  const style: Style = { face: 'text-regular', size: 9, colour: SOFT }
  let x: number = PAGE.left
  flow.inside('P', () => {
    for (const { mode, label } of legend) {
      const at = x
      flow.artifact(() =>
        flow.doc.roundedRect(at, flow.y + 3, 7.5, 7.5, 1.5).fill(MODES[mode].colour),
      )
      const [line] = flow.set([{ text: label, style }], { width: WIDTH })
      if (line) flow.line(line, style.size, { x: x + 12 })
      x += 12 + (line?.width ?? 0) + 16
    }
  })
  flow.y += 17
}
