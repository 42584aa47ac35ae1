import { execFileSync } from 'node:child_process'
import { cpus } from 'node:os'
import { root } from '../../test/bench/processes.ts'
import { newDirectory, removeDirectories } from '../../test/bench/starts.ts'
import { printTable } from '../../test/bench/table.ts'
import { openBare } from './bare.ts'
import { type Figures, measure, median, medianOf } from './measure.ts'
import { builtStore, openServed } from './served.ts'
import { KINDS, type Sheet, sheet, sheets } from './sheets.ts'
import type { Side } from './side.ts'

/** `npm run bench:store`: the embedded store beside bare LMDB and BSON, in the same run; medians of five rounds, in some four minutes. */
const SMALL = 10_000
const LARGE = Number(process.env.BENCH_DOCUMENTS ?? 1_000_000)
const ROUNDS = 5
const BATCH = 10_000
/** As bulk loaders do: the next part is made and on its way while one is written. */
const LOADERS = 3

let next = 10 * LARGE

try {
  process.stdout.write(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}\n`)
  const page = await compareSmall()
  await measureLarge(page)
} finally {
  removeDirectories()
}

/** All operations on 10,000 documents, both sides in turn; answers the figures of the page. */
async function compareSmall(): Promise<Figures> {
  const stock = sheets(0, SMALL)
  const sides = { bare: openBare(newDirectory()), served: await openServed(newDirectory()) }
  for (const side of Object.values(sides)) await fill(side, stock)
  const rows: (string | number)[][] = []
  let page: Figures | undefined
  for (const clients of [1, 64]) {
    for (const [name, work] of Object.entries(operations(stock, clients))) {
      const { bare, served } = await inTurn(sides, work)
      if (name === 'page of 20' && clients === 1) page = served
      const cells = [served, bare].flatMap(({ perSecond, p50, p99 }) => [perSecond, p50, p99])
      rows.push([`${name}, ${clients}`, ...cells, served.perSecond / bare.perSecond])
    }
  }
  for (const side of Object.values(sides)) await side.close()
  const head = ['operation, clients', 'store/s', 'p50', 'p99', 'bare/s', 'p50', 'p99', '× bare']
  printTable(`${SMALL} documents; waits in ms`, head, rows)
  if (!page) throw new Error('the page was not measured')
  return page
}

async function measureLarge(small: Figures) {
  const directory = newDirectory()
  const bare = openBare(newDirectory())
  const bareLoad = await loadRate(bare)
  await bare.close()
  const side = await openServed(directory)
  const load = await loadRate(side)
  const pages = []
  for (let i = 0; i < ROUNDS; i++) pages.push(await measure(() => side.page([kind()])))
  await side.close()
  const page = medianOf(pages)
  const opened = Array.from({ length: ROUNDS }, () => opening(directory))
  printTable(
    `${LARGE} documents, three indexes`,
    ['', 'store', 'bare', '×'],
    [
      ['bulk load, documents/s', load.rate, bareLoad.rate, load.rate / bareLoad.rate],
      ['bulk load, CPU µs a document', load.cpu, bareLoad.cpu, load.cpu / bareLoad.cpu],
      [`page of 20, p50 ms (here, in ${SMALL})`, page.p50, small.p50, page.p50 / small.p50],
      ['opening, ms', median(opened.map(({ took }) => took)), '', ''],
      ['resident once open, MB', median(opened.map(({ resident }) => resident)), '', ''],
    ],
  )
}

type Work = (side: Side) => Promise<number[]>

function operations(stock: Sheet[], clients: number): Record<string, Work> {
  const several = <T>(pick: () => T) => Array.from({ length: clients }, pick)
  const id = () => (stock[Math.floor(Math.random() * stock.length)] ?? sheet(0))._id
  return {
    'find by _id': side => side.byId(several(id)),
    'page of 20': side => side.page(several(kind)),
    $inc: side => side.increment(several(id)),
    'durable insert': side => side.insert(several(() => sheet(next++))),
  }
}

function kind() {
  return `kind-${Math.floor(Math.random() * KINDS)}`
}

/** Rounds of both sides one after the other, so that a busy moment of the machine meets both. */
async function inTurn(sides: { bare: Side; served: Side }, work: Work) {
  const rounds: { bare: Figures; served: Figures }[] = []
  for (let i = 0; i < ROUNDS; i++) {
    const bare = await measure(() => work(sides.bare))
    rounds.push({ bare, served: await measure(() => work(sides.served)) })
  }
  return {
    bare: medianOf(rounds.map(({ bare }) => bare)),
    served: medianOf(rounds.map(({ served }) => served)),
  }
}

async function fill(side: Side, stock: Sheet[]) {
  for (let i = 0; i < stock.length; i += BATCH) await side.load(stock.slice(i, i + BATCH))
}

/** Documents a second, the making of them included, and the microseconds of all threads that each took. */
async function loadRate(side: Side): Promise<{ rate: number; cpu: number }> {
  let at = 0
  const loader = async () => {
    while (at < LARGE) {
      const batch = sheets(at, BATCH)
      at += BATCH
      await side.load(batch)
    }
  }
  const [start, cpu] = [performance.now(), process.cpuUsage()]
  await Promise.all(Array.from({ length: LOADERS }, loader))
  const { user, system } = process.cpuUsage(cpu)
  return { rate: LARGE / ((performance.now() - start) / 1000), cpu: (user + system) / LARGE }
}

function opening(directory: string): { took: number; resident: number } {
  const script = `${root}/store/bench/opening.mjs`
  const out = execFileSync(process.execPath, [script, builtStore, directory], { cwd: root })
  return JSON.parse(String(out))
}
