import { readConfig } from '../config.ts'
import { importFolder, isEmpty } from '../import/index.ts'
import { openHub } from '../start.ts'
import { type Command, Refusal } from './command.ts'

const command: Command = {
  words: 1,
  options: {},
  help: `Usage: npx hub import FOLDER

Fills an empty store with the network that FOLDER describes (see demo/README.md). Stop the hub first
when it uses the embedded store.
`,
  async run({ words: [folder = ''], environment, terminal }) {
    const hub = await openHub(readConfig(environment))
    try {
      if (!(await isEmpty())) throw new Refusal('The store is not empty: nothing was imported.')
      const counts = Object.entries(await importFolder(folder))
      terminal.say(counts.map(([kind, count]) => `${count} ${kind}`).join(', '))
      return 0
    } finally {
      await hub.close()
    }
  },
}

export default command
