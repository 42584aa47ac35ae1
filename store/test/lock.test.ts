import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from 'chai'
import { type Bundle, bundle } from './child-bundle.ts'

const AT_ONCE = 8

describe('embedded store: one process a directory', function () {
  this.timeout(120_000)
  let child: Bundle
  let directory: string

  before(async () => {
    child = await bundle('child-lock.ts')
  })
  after(() => child.remove())
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'embedded-'))
  })
  afterEach(() => rm(directory, { recursive: true, force: true }))

  /** Starts several at the same moment; gives what each said, and ends them all. */
  const race = async (): Promise<string[]> => {
    const children = Array.from({ length: AT_ONCE }, () =>
      spawn(process.execPath, [child.file, directory], { stdio: ['pipe', 'pipe', 'inherit'] }),
    )
    const lines = children.map(each => createInterface({ input: each.stdout }))
    await Promise.all(lines.map(each => once(each, 'line')))
    const answers = lines.map(each => once(each, 'line'))
    for (const each of children) each.stdin.write('go\n')
    const said = (await Promise.all(answers)).map(([line]) => String(line))
    await Promise.all(children.map(kill))
    return said
  }

  it('lets exactly one of several that start at once have it, and names it to the others', async () => {
    expectOne(await race())
  })

  it('lets exactly one of several take over what a dead process left, whatever it left', async () => {
    for (const left of ['{"pid":', '{"pid":999999999,"host":"x","startedAt":"","socket":""}']) {
      await writeFile(join(directory, 'store.lock'), left)
      expectOne(await race())
    }
    const leftovers = (await readdir(directory)).filter(name => name.startsWith('store.lock.'))
    expect(leftovers).to.deep.equal([])
  })
})

function expectOne(said: string[]): void {
  const winners = said.filter(line => line.startsWith('held '))
  expect(winners, said.join('\n')).to.have.length(1)
  const pid = winners[0]?.slice(5)
  for (const line of said.filter(line => !winners.includes(line)))
    expect(line).to.include(`in use by process ${pid}`)
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}
