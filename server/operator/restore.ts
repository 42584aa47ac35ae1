import { type Command, Refusal } from './command.ts'
import { restoreInto } from './restore/into.ts'
import { readSettings } from './settings.ts'
import { plural } from './terminal.ts'

const command: Command = {
  words: 1,
  options: { force: { type: 'boolean', short: 'f' } },
  help: `Usage: npx hub restore FILE [--force]

Puts the backup FILE into DATA_DIR: the store, the uploads and the session secret. Stop the hub first.
The whole of FILE is checked before, and nothing changes when anything in it is wrong. A restore that
was stopped is finished, or begun again, by the same command.

  -f, --force   DATA_DIR may hold data: it moves to a folder DATA_DIR/replaced-…, which is yours to remove

Not with MONGODB_URI: restore without it, then \`npx hub move --to mongodb://…\`.
`,
  async run({ words: [file = ''], values, environment, terminal }) {
    const { dataDirectory, mongodbUri, s3Url } = readSettings(environment)
    if (mongodbUri)
      throw new Refusal(
        'MONGODB_URI is set, and a restore fills DATA_DIR: run it without MONGODB_URI, then `npx hub move --to mongodb://…`',
      )
    if (s3Url)
      terminal.note(`S3_URL is set: the uploads go to ${dataDirectory}/uploads, not to the bucket.`)
    const done = await restoreInto(dataDirectory, file, { force: values.force === true, terminal })
    terminal.say(
      `restored the backup of ${done.createdAt}: ${plural(done.documents, 'document')}, ${plural(done.files, 'file')}`,
    )
    if (done.replaced)
      terminal.say(`what was there before is in ${done.replaced}; remove it when all is well`)
    return 0
  },
}

export default command
