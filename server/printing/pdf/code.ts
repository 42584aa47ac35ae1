import { squaresOf } from '../../library/handout/squares.ts'
import type { Flow } from './flow.ts'
import { INK } from './theme.ts'

/** A square code that phones read, `side` points wide, at a place. */
export function drawCode(
  flow: Flow,
  address: string,
  alt: string,
  [x, y, side]: [number, number, number],
) {
  const { size, runs } = squaresOf(address)
  const unit = side / size
  const draw = () => {
    flow.ink()
    for (const run of runs)
      flow.doc.rect(x + run.x * unit, y + run.y * unit, run.length * unit + 0.05, unit + 0.05)
    flow.doc.fill(INK)
  }
  flow.inside('Figure', draw, { alt, bbox: [x, y, x + side, y + side], placement: 'Block' })
}
