import { parseArgs } from 'node:util'
import { ConfigError, readConfig } from './config.ts'
import { ImportError, importFolder, isEmpty } from './import/index.ts'
import { openHub } from './start.ts'

const HELP = `Usage: npx hub COMMAND

  import FOLDER   fill an empty store with the network that FOLDER describes (see demo/README.md)

The settings are those of the server (DATA_DIR, MONGODB_URI…). Stop the server first when it uses the embedded store.
`

process.exitCode = await run(process.argv.slice(2))
process.exit()

async function run(args: string[]): Promise<number> {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' } },
    })
    const [command, folder] = positionals
    if (values.help || command === undefined) return say(HELP, values.help ? 0 : 2)
    if (command !== 'import' || !folder) return say(HELP, 2)
    return await importNetwork(folder)
  } catch (error) {
    if (error instanceof ConfigError || error instanceof ImportError)
      return say(`${error.message}\n`, 1)
    return say(`${error instanceof Error ? error.message : error}\n`, 1)
  }
}

async function importNetwork(folder: string) {
  const config = readConfig(process.env)
  const hub = await openHub(config)
  try {
    if (!(await isEmpty())) return say('The store is not empty: nothing was imported.\n', 1)
    const counts = Object.entries(await importFolder(folder))
    return say(`${counts.map(([kind, count]) => `${count} ${kind}`).join(', ')}\n`, 0)
  } finally {
    await hub.close()
  }
}

function say(text: string, code: number) {
  const out = code === 0 ? process.stdout : process.stderr
  out.write(text)
  return code
}
