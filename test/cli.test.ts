import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { built } from './support/built.ts'
import { childArguments } from './support/child.ts'

type Outcome = { status: number; stdout: string; stderr: string }

describe('the operator’s command', function () {
  this.timeout(180_000)
  const directory = mkdtempSync(join(tmpdir(), 'rouedad-cli-'))
  after(() => rmSync(directory, { recursive: true, force: true }))

  const environment = {
    ...process.env,
    DATA_DIR: join(directory, 'data'),
    LOG_LEVEL: 'silent',
  }
  const hub = (...args: string[]) =>
    spawnSync(process.execPath, [...built('cli'), ...args], { env: environment, encoding: 'utf8' })

  /** One after the other, in one process. */
  const commands = (...list: string[][]): Outcome[] => {
    const child = [...childArguments(import.meta.url, './support/commands'), JSON.stringify(list)]
    const ended = spawnSync(process.execPath, child, { env: environment, encoding: 'utf8' })
    expect(ended.status, ended.stderr).to.equal(0)
    return JSON.parse(ended.stdout)
  }

  it('tells what it knows, and ends badly when asked for something else', () => {
    const help = hub('--help')
    expect(help).to.include({ status: 0 })
    expect(help.stdout).to.include('import FOLDER')
    expect(hub('dance')).to.include({ status: 2, stdout: '' })
  })

  it('names the file that it cannot take, imports a whole network once, exports its library, knows it again', () => {
    const [wrong, library] = [join(directory, 'wrong'), join(directory, 'library')]
    mkdirSync(wrong)
    writeFileSync(join(wrong, 'network.yaml'), 'name: [1, 2]\n')
    const [missing, refused, first, second, exported, full, known] = commands(
      ['import', join(directory, 'nowhere')],
      ['import', wrong],
      ['import', 'demo'],
      ['import', 'demo'],
      ['export', library],
      ['export', library],
      ['import', library],
    )
    expect(missing).to.include({ status: 1 })
    expect(missing?.stderr).to.include('network.yaml').and.not.include('    at ')
    expect(refused).to.include({ status: 1 })
    expect(refused?.stderr).to.match(/network\.yaml: name/)
    expect(first).to.include({ status: 0, stderr: '' })
    expect(first?.stdout).to.match(
      /^60 spaces, 31 members, \d+ resources, 5 gatherings, 20 threads, 4 rooms\n$/,
    )
    expect(second).to.include({
      status: 1,
      stderr: 'The store is not empty: nothing was imported.\n',
    })
    expect(exported?.stdout).to.match(/library: \d+ files\n$/)
    expect(full).to.include({ status: 1, stdout: '' })
    expect(known?.stdout).to.match(/^0 resources added, \d+ already here\n$/)
  })
})
