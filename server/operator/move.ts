import { refuseUnfinishedRestore } from '../platform/database/unfinished-restore.ts'
import { type Command, WrongUsage } from './command.ts'
import { moveInto } from './move/into.ts'
import { readSettings, storeFolder, withoutPassword } from './settings.ts'
import { connectTo } from './store/server.ts'
import { plural } from './terminal.ts'

const command: Command = {
  words: 0,
  options: { to: { type: 'string' }, restart: { type: 'boolean' } },
  help: `Usage: npx hub move --to mongodb://HOST/DATABASE [--restart]

Copies the embedded store of DATA_DIR to an empty database of a MongoDB server, compares every document,
then builds the indexes. Stop the hub first. A move that was stopped goes on where it was by the same
command. The store of DATA_DIR stays as it is; uploads are not moved.

      --to        the address of the database, as MONGODB_URI will have it
      --restart   drop what a move put into the database, and begin again
`,
  async run({ values: { to, restart }, environment, terminal }) {
    if (typeof to !== 'string' || !/^mongodb(\+srv)?:\/\//.test(to))
      throw new WrongUsage(`--to takes an address that starts with mongodb://\n\n${command.help}`)
    const config = readSettings(environment)
    refuseUnfinishedRestore(config.dataDirectory)
    const client = await connectTo(to)
    try {
      const options = { restart: restart === true, terminal }
      const moved = await moveInto(client.db(), storeFolder(config), options)
      terminal.say(
        `${plural(moved.collections, 'collection')} and their indexes are the same in ${withoutPassword(to)}. Set MONGODB_URI to that address and start the hub.`,
      )
      return 0
    } finally {
      await client.close()
    }
  },
}

export default command
