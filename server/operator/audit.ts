import type { AuditEntryRecord } from '../../models/audit-entry.ts'
import { type Verdict, walk } from '../platform/audit/chain.ts'
import { type Command, WrongUsage } from './command.ts'
import { readSettings } from './settings.ts'
import { reachStore } from './store/reach.ts'
import { plural } from './terminal.ts'

const help = `Usage: npx hub audit verify [--last HASH]

Walks the audit log from its first entry and checks that each one continues the one before it and is
what was written. Says how many there are and where the chain breaks first, and then ends with 1. The
hub may run.

  --last HASH   an end that an earlier run told: it must still be in the chain. Entries cut off at
                the end leave no other mark, so keep the last hash somewhere else.
`

const command: Command = {
  words: 1,
  options: { last: { type: 'string' } },
  help,
  async run({ words: [what], values, environment, terminal }) {
    if (what !== 'verify') throw new WrongUsage(help)
    const { db, close } = await reachStore(readSettings(environment))
    try {
      const log = db.collection<AuditEntryRecord>('audit_entries')
      let met = values.last === undefined
      const verdict = await walk(log.find({}).sort({ seq: 1 }), ({ seq, hash }) => {
        met ||= hash === values.last
        terminal.progress(plural(seq, 'entry', 'entries'))
      })
      terminal.clear()
      for (const line of told(verdict)) terminal.say(line)
      if (!met) terminal.say(`no entry has the hash ${values.last}: the end of the log was cut off`)
      return verdict.broken || !met ? 1 : 0
    } finally {
      terminal.clear()
      await close()
    }
  },
}

function told({ count, last, broken }: Verdict) {
  const sound = `${plural(count, 'entry', 'entries')} in one chain`
  const end = count > 0 ? [`last: ${last.seq} ${last.hash}`] : []
  return broken
    ? [`${sound}, then a break at ${broken.seq}: ${broken.reason}`, ...end]
    : [sound, ...end]
}

export default command
