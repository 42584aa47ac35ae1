import type { IndexedDocument } from '../../../server/platform/content/searchable.ts'
import { CONTENDERS } from './contenders.ts'
import { corpus, questions } from './corpus.ts'

/** One contender in a process of its own, so that its memory is its own: `side.ts NAME COUNT`. Answers one line of JSON. */
const [name = 'own', count = '1000'] = process.argv.slice(2)
const AT_ONCE = 500
const WARMING = 30
const MEGABYTE = 1024 * 1024

const documents = batches(Number(count))
const contender = await CONTENDERS[name]?.()
if (!contender) throw new Error(`No contender is named ${name}`)
const before = resident()
const cpu = process.cpuUsage()
const start = performance.now()
for (const batch of documents) await contender.add(batch)
await contender.ready?.()
const buildSeconds = (performance.now() - start) / 1000
const buildCpu = process.cpuUsage(cpu)
const memory = resident() - before
const asked = questions(Number(process.env.BENCH_QUESTIONS ?? 300))
for (const question of asked.slice(0, WARMING)) await contender.search(question)
const waits: number[] = []
const spent: number[] = []
let found = 0
for (const question of asked) {
  const [asking, used] = [performance.now(), process.cpuUsage()]
  found += (await contender.search(question)).length
  const { user, system } = process.cpuUsage(used)
  waits.push(performance.now() - asking)
  spent.push((user + system) / 1000)
  if (process.env.BENCH_SLOW) process.stderr.write(`${spent.at(-1)?.toFixed(1)} ${question}\n`)
}
for (const each of [waits, spent]) each.sort((a, b) => a - b)
const updates: number[] = []
for (const changed of [...corpus(20)]) {
  const changing = performance.now()
  const word = `neuf${updates.length}zz`
  const facts = { ...changed.facts, audience: 'public' }
  await contender.add([{ key: `${changed.key}-new`, texts: { title: word }, facts }])
  if ((await contender.search(word)).length === 0) throw new Error(`${word} is not found`)
  updates.push(performance.now() - changing)
}
await contender.close?.()
const at = (share: number, of = waits) => of[Math.floor(of.length * share)] ?? 0
const figures = {
  ...{ name, count: Number(count), found, buildSeconds, memory },
  buildCpuSeconds: (buildCpu.user + buildCpu.system) / 1e6,
  ...{ p50: at(0.5), p95: at(0.95), worst: waits.at(-1) ?? 0 },
  ...{ p50Cpu: at(0.5, spent), p95Cpu: at(0.95, spent), worstCpu: spent.at(-1) ?? 0 },
  update: updates.sort((a, b) => a - b).at(-2) ?? 0,
}
process.stdout.write(`${JSON.stringify(figures)}\n`)
process.exit(0)

function* batches(total: number): Generator<IndexedDocument[]> {
  let batch: IndexedDocument[] = []
  for (const document of corpus(total)) {
    batch.push(document)
    if (batch.length < AT_ONCE) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function resident() {
  globalThis.gc?.()
  return Math.round(process.memoryUsage().rss / MEGABYTE)
}
