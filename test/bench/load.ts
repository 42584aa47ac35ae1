import autocannon from 'autocannon'
import type { Running } from './processes.ts'

export type Load = { perSecond: number; p99: number; processorMs: number }

const CONNECTIONS = 20
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5)

/**
 * Asks for one page as fast as it comes, for a few seconds. Throws when an answer is not a 200. The
 * processor time a request takes is what a busy machine does not blur.
 */
export async function load(
  { url, processor }: Running,
  path: string,
  headers: Record<string, string> = {},
): Promise<Load> {
  const options = { url: `${url}${path}`, headers, connections: CONNECTIONS }
  await autocannon({ ...options, duration: 1 })
  const before = processor()
  const result = await autocannon({ ...options, duration: SECONDS })
  const wrong = result.non2xx + result.errors + result.timeouts
  if (wrong > 0) throw new Error(`${wrong} answers of ${path} were not a page`)
  return {
    perSecond: result.requests.average,
    p99: result.latency.p99,
    processorMs: (processor() - before) / result.requests.total,
  }
}
