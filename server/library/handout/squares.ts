import { encode } from 'uqr'

/** The squares of a code that phones read, as horizontal runs, in a square of `size`. */
export function squaresOf(address: string) {
  const { data, size } = encode(address, { ecc: 'M', border: 2 })
  return { size, runs: data.flatMap((row, y) => runsOf(row).map(run => ({ ...run, y }))) }
}

function runsOf(row: readonly boolean[]) {
  const runs: { x: number; length: number }[] = []
  row.forEach((black, x) => {
    const last = runs.at(-1)
    if (!black) return
    if (last && last.x + last.length === x) last.length++
    else runs.push({ x, length: 1 })
  })
  return runs
}

/** The same as a drawing for pages: one path, and nothing of who asks. */
export function drawSquares(address: string) {
  const { size, runs } = squaresOf(address)
  const path = runs.map(({ x, y, length }) => `M${x} ${y}h${length}v1h-${length}z`).join('')
  return `<svg class="code" viewBox="0 0 ${size} ${size}" width="120" height="120" aria-hidden="true" shape-rendering="crispEdges"><path class="ground" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`
}
