import { join } from 'node:path'
import { Archive } from '../../server/operator/archive/read.ts'
import { build } from '../../server/operator/restore/build.ts'
import { beginSwap, type Journal, swapIn } from '../../server/operator/restore/swap.ts'
import { aTerminal } from './terminal.ts'

/** A restore that is killed after so many steps of putting the new in place. */
const [, , target = '', file = '', steps = '0'] = process.argv
const archive = await Archive.open(file)
await build(archive, join(target, 'restoring'), aTerminal().terminal)
const journal: Journal = {
  replaced: 'replaced-before',
  backup: archive.id,
  parts: ['store', 'uploads', 'session-secret'],
}
await beginSwap(target, journal)
let left = Number(steps)
if (left === 0) process.kill(process.pid, 'SIGKILL')
for await (const _ of swapIn(target, journal)) if (--left <= 0) process.kill(process.pid, 'SIGKILL')
