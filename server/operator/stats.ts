import type { Command } from './command.ts'
import { readSettings } from './settings.ts'
import { gather, type Stats } from './stats/gather.ts'
import { table } from './stats/table.ts'
import { reachStore } from './store/reach.ts'
import { bytes, plural, type Terminal } from './terminal.ts'

const command: Command = {
  words: 0,
  options: { json: { type: 'boolean' } },
  help: `Usage: npx hub stats [--json]

Tells what the collections and indexes hold and take, the size of the store's file, the uploads, and
the space that is left. The hub may run.

  --json   for programs; sizes are in bytes
`,
  async run({ values, environment, terminal }) {
    const config = readSettings(environment)
    const { db, close } = await reachStore(config)
    try {
      const stats = await gather(db, config, terminal)
      if (values.json) terminal.say(JSON.stringify(stats, null, 2))
      else show(stats, terminal)
      return 0
    } finally {
      terminal.clear()
      await close()
    }
  },
}

function show({ collections, store, disk, uploads }: Stats, terminal: Terminal): void {
  const rows = collections.flatMap(({ name, documents, bytes: size, indexes }) => [
    [name, documents.toLocaleString('en-US'), bytes(size)],
    ...indexes.map(index => [`  ${index.name}`, '', bytes(index.bytes)]),
  ])
  for (const line of table([['collection, index', 'documents', 'size'], ...rows]))
    terminal.say(line)
  terminal.say('')
  if (store) terminal.say(`store file  ${bytes(store.bytes)}`)
  const size = uploads.bytes === undefined ? 'in the bucket' : bytes(uploads.bytes)
  terminal.say(`uploads     ${plural(uploads.count, 'file')}, ${size}`)
  if (disk) terminal.say(`disk        ${bytes(disk.free)} free of ${bytes(disk.size)}`)
}

export default command
