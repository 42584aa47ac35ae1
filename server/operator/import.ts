import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { importFolder, isEmpty } from '../import/index.ts'
import { readConfig } from '../platform/config.ts'
import { LIBRARY_FILE } from '../portable/export.ts'
import { importLibrary } from '../portable/import.ts'
import { openHub } from '../start.ts'
import { type Command, Refusal } from './command.ts'
import { plural, type Terminal } from './terminal.ts'

const command: Command = {
  words: 1,
  options: {},
  help: `Usage: npx hub import FOLDER

Brings in the library that \`npx hub export\` wrote: what is there already stays as it is. Or, with another
folder, fills an empty store with the network that it describes (see demo/README.md). Stop the hub first
when it uses the embedded store.
`,
  async run({ words: [folder = ''], environment, terminal }) {
    const hub = await openHub(readConfig(environment))
    try {
      if (existsSync(join(folder, LIBRARY_FILE))) return await bringLibrary(folder, terminal)
      if (!(await isEmpty())) throw new Refusal('The store is not empty: nothing was imported.')
      const counts = Object.entries(await importFolder(folder))
      terminal.say(counts.map(([kind, count]) => `${count} ${kind}`).join(', '))
      return 0
    } finally {
      await hub.close()
    }
  },
}

async function bringLibrary(folder: string, terminal: Terminal) {
  const { added, same, kept } = await importLibrary(folder)
  for (const slug of kept) terminal.say(`${slug}: otherwise here, left as it is`)
  terminal.say(`${plural(added.length, 'resource')} added, ${same.length} already here`)
  return 0
}

export default command
