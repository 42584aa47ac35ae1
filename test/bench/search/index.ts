import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { CONTENDERS } from './contenders.ts'

/**
 * Ways to search, beside one another: `node --import=tsx test/bench/search/index.ts [DOCUMENTS] [NAME…]`. Memory in MB over a process
 * that has loaded its code; waits in ms, one question at a time,
 * `Cpu` the processor's time of it, which other work on the machine does not lengthen as much; `update`: until a new document is found.
 */
const [count = '5000', ...names] = process.argv.slice(2)
const side = fileURLToPath(new URL('./side.ts', import.meta.url))
const columns = [
  'p50',
  'p95',
  'worst',
  'p50Cpu',
  'p95Cpu',
  'update',
  'memory',
  'buildSeconds',
  'buildCpuSeconds',
  'found',
]

process.stdout.write(`| ${count} documents of 300 words | ${columns.join(' | ')} |\n`)
process.stdout.write(`|---|${columns.map(() => '---:').join('|')}|\n`)
for (const name of names.length ? names : Object.keys(CONTENDERS)) {
  process.stdout.write(`| ${name} | ${figuresOf(name).join(' | ')} |\n`)
}

function figuresOf(name: string): string[] {
  const options = ['--expose-gc', '--max-old-space-size=12000', '--import=tsx', side, name, count]
  const line = execFileSync(process.execPath, options, { encoding: 'utf8', maxBuffer: 1e7 })
  const figures: Record<string, number> = JSON.parse(line)
  return columns.map(column => {
    const figure = figures[column] ?? 0
    return figure < 100 && !Number.isInteger(figure)
      ? figure.toFixed(1)
      : String(Math.round(figure))
  })
}
