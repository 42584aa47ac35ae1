import { MongoClient } from 'mongodb'
import { moveInto } from '../../server/operator/move/into.ts'
import { aTerminal } from './terminal.ts'

/** A move that is killed when it tells of its progress for the n-th time. */
const [, , folder = '', uri = '', after = '1'] = process.argv
let left = Number(after)
const { terminal } = aTerminal()
const progress = (line: string) => {
  if (line.endsWith('written') && --left === 0) process.kill(process.pid, 'SIGKILL')
}
const client = await MongoClient.connect(uri)
await moveInto(client.db(), folder, { restart: false, terminal: { ...terminal, progress } })
process.exit(3)
