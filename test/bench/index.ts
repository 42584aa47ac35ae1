import { cpus } from 'node:os'
import { prepareGround } from './demonstration.ts'
import { measureFanOut } from './fan-out.ts'
import { measurePrinting } from './printing.ts'
import { type Running, root, start, startHub } from './processes.ts'
import { measureStarts, newDirectory, removeDirectories } from './starts.ts'
import { printTable } from './table.ts'
import { measureThroughput } from './throughput.ts'
import { measureWeights } from './weights.ts'

/** `npm run bench`: what the built hub does on this machine, beside a bare server, in about two minutes. */
const running: Running[] = []

try {
  process.stdout.write(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}\n`)
  await bench()
} finally {
  await Promise.all(running.map(one => one.stop()))
  removeDirectories()
}

async function bench() {
  const directory = newDirectory()
  const hub = await started(startHub(directory, { DEMO: '1' }))
  const ground = await prepareGround(hub.url)
  const bare = await started(
    start([process.execPath, '--import=tsx', `${root}/test/bench/bare.ts`], {}),
  )
  const atRest = hub.memory()

  printTable('A sheet as PDF (ms, kB)', ['sheet', 'ms', 'kB'], await measurePrinting(hub.url))

  printTable(
    'Pages: requests a second, p99 in ms, processor time of a request in ms, each as a share of the bare page',
    ['page', 'encoding', 'req/s', 'p99', '× bare', 'CPU', '× bare'],
    await measureThroughput(hub, bare, ground),
  )
  const afterPages = hub.memory()
  const fan = await measureFanOut(hub.url, ground)
  printTable(
    'One room: 20 messages a second to everybody; delays in ms from sending to each screen',
    ['members', 'deliveries', 'a second', 'p50', 'p99', 'lost'],
    [[String(fan.clients), fan.deliveries, fan.perSecond, fan.p50, fan.p99, String(fan.lost)]],
  )
  printTable(
    'Memory of the process (resident, MB)',
    ['when', 'MB'],
    [
      ['At rest', atRest],
      ['After the pages', afterPages],
      ['After the room', hub.memory()],
    ],
  )
  printTable(
    'First visit, cold cache (kB on the wire)',
    ['page', 'requests', 'all', 'HTML', 'CSS', 'JS', 'fonts', 'images'],
    await measureWeights(hub.url, ground),
  )
  await hub.stop()
  printTable('Starts (ms to the first page)', ['start', 'ms'], await measureStarts(directory))
}

async function started(starting: Promise<Running>) {
  const one = await starting
  running.push(one)
  return one
}
