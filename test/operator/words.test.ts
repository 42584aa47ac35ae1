import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { runCommand } from '../../server/operator/run.ts'
import { useFolder } from './open.ts'

const COMMANDS = ['backup', 'restore', 'check', 'stats', 'move', 'import', 'admin']

describe('the operator’s commands', () => {
  const folder = useFolder()
  const data = join(folder, 'data')

  const hub = async (args: string[], environment: NodeJS.ProcessEnv = {}) => {
    const said = { stdout: '', stderr: '' }
    const status = await runCommand({
      args,
      environment: { DATA_DIR: data, LOG_LEVEL: 'silent', ...environment },
      out: { write: text => (said.stdout += text) },
      err: { write: text => (said.stderr += text) },
    })
    return { status, ...said }
  }

  it('explain themselves, and touch nothing doing so', async () => {
    const { status, stdout } = await hub(['--help'])
    expect(status).to.equal(0)
    for (const command of COMMANDS) {
      expect(stdout).to.match(new RegExp(`^  ${command} `, 'm'))
      const help = await hub([command, '--help'])
      expect(help).to.include({ status: 0, stderr: '' })
      expect(help.stdout).to.match(new RegExp(`^Usage: npx hub ${command}`))
    }
    expect(existsSync(data)).to.equal(false)
  })

  it('end with 2 when they are not understood, and say how they are used', async () => {
    const wrong = [
      [],
      ['dance'],
      ['backup'],
      ['check', '--fast'],
      ['stats', 'all'],
      ['move'],
      ['admin', 'dance'],
    ]
    for (const args of [...wrong, ['move', '--to', 'http://x'], ['restore', 'a', 'b']]) {
      const { status, stdout, stderr } = await hub(args)
      expect({ status, stdout }, args.join(' ')).to.deep.equal({ status: 2, stdout: '' })
      expect(stderr).to.include('npx hub')
    }
    expect(existsSync(data)).to.equal(false)
  })

  it('refuse a restore beside MONGODB_URI, and say what to do', async () => {
    const { status, stderr } = await hub(['restore', 'x.zip'], {
      MONGODB_URI: 'mongodb://127.0.0.1:1/x',
    })
    expect(status).to.equal(1)
    expect(stderr).to.match(/without MONGODB_URI, then `npx hub move/)
  })
})
