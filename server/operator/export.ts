import { readdir } from 'node:fs/promises'
import { readConfig } from '../platform/config.ts'
import { collectionEntries } from '../portable/collections.ts'
import { libraryEntries } from '../portable/export.ts'
import { writeFolder } from '../portable/folder.ts'
import { openHub } from '../start.ts'
import { type Command, Refusal } from './command.ts'
import { plural } from './terminal.ts'

const command: Command = {
  words: 1,
  options: {},
  help: `Usage: npx hub export FOLDER

Writes the whole library to a new folder: for each resource a Markdown text with its facts in front, its
former versions and its files; for each collection, its list. \`npx hub import FOLDER\` reads it back. Stop the hub first when it uses the
embedded store.
`,
  async run({ words: [folder = ''], environment, terminal }) {
    if ((await readdir(folder).catch(() => [])).length > 0)
      throw new Refusal(`${folder} is not empty: nothing was exported.`)
    const hub = await openHub(readConfig(environment))
    try {
      const files =
        (await writeFolder(folder, libraryEntries())) +
        (await writeFolder(folder, collectionEntries()))
      terminal.say(`${folder}: ${plural(files, 'file')}`)
      return 0
    } finally {
      await hub.close()
    }
  },
}

export default command
