import { encode } from 'uqr'
import type { Flow } from './flow.ts'
import { INK } from './theme.ts'

/** A square code that phones read, `side` points wide, at a place. */
export function drawCode(
  flow: Flow,
  address: string,
  alt: string,
  [x, y, side]: [number, number, number],
) {
  const { data, size } = encode(address, { ecc: 'M', border: 2 })
  const unit = side / size
  flow.inside(
    'Figure',
    () => {
      flow.ink()
      data.forEach((row, down) => {
        for (const [from, length] of blackRuns(row))
          flow.doc.rect(x + from * unit, y + down * unit, length * unit + 0.05, unit + 0.05)
      })
      flow.doc.fill(INK)
    },
    { alt, bbox: [x, y, x + side, y + side], placement: 'Block' },
  )
}

function blackRuns(row: readonly boolean[]) {
  const runs: [from: number, length: number][] = []
  row.forEach((black, at) => {
    const last = runs.at(-1)
    if (!black) return
    if (last && last[0] + last[1] === at) last[1]++
    else runs.push([at, 1])
  })
  return runs
}
