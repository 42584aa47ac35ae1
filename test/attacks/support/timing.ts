/** Times of two kinds of answers, in milliseconds, taken in turn. */
export type Samples = { one: number[]; other: number[] }

/**
 * How probable it is that both come from one source, by Mann and Whitney: their ranks count, so that a few answers which a busy
 * machine held up change nothing. Two-sided, by the normal approximation: good from ten of each on.
 */
export function likelihoodOfSame({ one, other }: Samples): number {
  const all = [...one.map(ms => ({ ms, mine: true })), ...other.map(ms => ({ ms, mine: false }))]
  all.sort((a, b) => a.ms - b.ms)
  const rankSum = all.reduce((sum, { mine }, n) => sum + (mine ? n + 1 : 0), 0)
  const [n, m] = [one.length, other.length]
  const u = rankSum - (n * (n + 1)) / 2
  const z = (Math.abs(u - (n * m) / 2) - 0.5) / Math.sqrt((n * m * (n + m + 1)) / 12)
  return 2 * (1 - normal(Math.max(0, z)))
}

export function median(times: number[]) {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** Abramowitz and Stegun, 26.2.17. */
function normal(z: number) {
  const t = 1 / (1 + 0.2316419 * z)
  const tail = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429]
  const sum = tail.reduceRight((total, factor) => (total + factor) * t, 0)
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum
}
