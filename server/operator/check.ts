import { openFileStore } from '../platform/files/open.ts'
import { brokenAttachments } from './check/attachments.ts'
import { unsoundCollections } from './check/collections.ts'
import type { Command } from './command.ts'
import { readSettings } from './settings.ts'
import { reachStore } from './store/reach.ts'
import { plural } from './terminal.ts'

const command: Command = {
  words: 0,
  options: { files: { type: 'boolean' } },
  help: `Usage: npx hub check [--files]

Compares every document of the store with the indexes, and every attachment with its file. Says what
is wrong, and then ends with 1. The hub may run.

  --files   read every file too, and compare its checksum
`,
  async run({ values, environment, terminal }) {
    const config = readSettings(environment)
    const { db, close } = await reachStore(config)
    try {
      const collections = await unsoundCollections(db, terminal)
      const files = openFileStore(config)
      const attachments = await brokenAttachments(db, files, {
        terminal,
        read: values.files === true,
      })
      terminal.clear()
      const wrong = [...collections.wrong, ...attachments.wrong]
      for (const line of wrong) terminal.say(line)
      if (attachments.unnamed > 0)
        terminal.note(
          `${plural(attachments.unnamed, 'file')} that no record names: uploads under way, or left by a process that was killed`,
        )
      const seen = `${plural(collections.count, 'collection')}, ${plural(attachments.count, 'attachment')}`
      terminal.say(
        wrong.length > 0 ? `${seen}: ${plural(wrong.length, 'fault')}` : `${seen}: all is well`,
      )
      return wrong.length > 0 ? 1 : 0
    } finally {
      terminal.clear()
      await close()
    }
  },
}

export default command
