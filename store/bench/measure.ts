export interface Figures {
  perSecond: number
  p50: number
  p99: number
}

const MILLISECONDS = Number(process.env.BENCH_SECONDS ?? 1) * 1000

/** Calls `work` again and again for a while; each call gives the waits (ms) of the clients that it served. */
export async function measure(work: () => Promise<number[]>): Promise<Figures> {
  await work()
  const waits: number[] = []
  const start = performance.now()
  while (performance.now() - start < MILLISECONDS) waits.push(...(await work()))
  const seconds = (performance.now() - start) / 1000
  waits.sort((a, b) => a - b)
  const at = (share: number) => waits[Math.floor(waits.length * share)] ?? 0
  return { perSecond: waits.length / seconds, p50: at(0.5), p99: at(0.99) }
}

/** The median of each figure over several rounds. */
export function medianOf(rounds: Figures[]): Figures {
  const of = (pick: (figures: Figures) => number) => median(rounds.map(pick))
  return { perSecond: of(f => f.perSecond), p50: of(f => f.p50), p99: of(f => f.p99) }
}

export function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}
