import autocannon from 'autocannon'

export type Load = { perSecond: number; p99: number; bytes: number }

const CONNECTIONS = 20
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5)

/** Asks for one page as fast as it comes, for a few seconds. Throws when an answer is not a 200. */
export async function load(url: string, headers: Record<string, string> = {}): Promise<Load> {
  const options = { url, headers, connections: CONNECTIONS }
  await autocannon({ ...options, duration: 1 })
  const result = await autocannon({ ...options, duration: SECONDS })
  const wrong = result.non2xx + result.errors + result.timeouts
  if (wrong > 0) throw new Error(`${wrong} answers of ${url} were not a page`)
  return {
    perSecond: result.requests.average,
    p99: result.latency.p99,
    bytes: result.throughput.total / result.requests.total,
  }
}
