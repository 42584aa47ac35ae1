import { Member } from '../../models/member.ts'
import { resetCodes } from '../people/auth/second-factor/actions.ts'
import { openHub } from '../start.ts'
import { type Command, Refusal, WrongUsage } from './command.ts'
import { readSettings } from './settings.ts'
import { reachUri } from './store/reach.ts'

const help = `Usage: npx hub admin reset-second-factor EMAIL

For a member who lost both their telephone and their recovery codes: signing in no longer asks this
account for a code. It is entered in the audit log, and the hub tells the member by mail (when it next
runs, if it does not). Make sure first that it is really they who ask. The hub may run.
`

const command: Command = {
  words: 2,
  options: {},
  help,
  async run({ words: [what, email = ''], environment, terminal }) {
    if (what !== 'reset-second-factor') throw new WrongUsage(help)
    const config = readSettings(environment)
    const hub = await openHub(config, reachUri(config))
    try {
      const member = await Member.findOne({ email: email.trim().toLowerCase() }, '_id').lean()
      if (!member) throw new Refusal(`no member has the address ${email}`)
      if (!(await resetCodes(String(member._id), undefined)))
        throw new Refusal(`no code is asked of ${email}: nothing was changed`)
      terminal.say(`no code is asked of ${email} any more; a mail tells them`)
      return 0
    } finally {
      await hub.close()
    }
  },
}

export default command
