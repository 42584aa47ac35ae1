import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { refuseUnfinishedRestore } from '../platform/database/unfinished-restore.ts'
import { writeBackup } from './backup/write.ts'
import type { Command } from './command.ts'
import { readSettings } from './settings.ts'
import { bytes, plural } from './terminal.ts'

const command: Command = {
  words: 1,
  options: { force: { type: 'boolean', short: 'f' } },
  help: `Usage: npx hub backup FILE [--force]

Writes the store, the uploads and the session secret of DATA_DIR to FILE, a ZIP with a checksum of
everything in it. The hub may run: the store is as it was at one moment. FILE has its name only when
it is whole; a stopped backup leaves FILE.partial, which the next one replaces.

  -f, --force   replace FILE if it exists

With MONGODB_URI the store is read from that server, not all at one moment. With S3_URL the uploads
are not in the backup. FILE holds everything of the network, passwords' hashes too: keep it as safe.
`,
  async run({ words: [file = ''], values, environment, terminal }) {
    const config = readSettings(environment)
    refuseUnfinishedRestore(config.dataDirectory)
    const path = resolve(file)
    await mkdir(dirname(path), { recursive: true })
    const done = await writeBackup(config, path, { force: values.force === true, terminal })
    terminal.say(
      `${file}: ${bytes(done.size)}, ${plural(done.documents, 'document')}, ${plural(done.files, 'file')}`,
    )
    return 0
  },
}

export default command
