import { parseArgs } from 'node:util'
import { type Command, type Options, WrongUsage } from './command.ts'
import { type Out, terminalOn } from './terminal.ts'

/** What each takes and does, in a line; the module is loaded when it is asked for. */
const COMMANDS: Record<string, [does: string, load: () => Promise<{ default: Command }>]> = {
  'backup FILE': ['write everything to one file; the hub may run', () => import('./backup.ts')],
  'restore FILE': ['put a backup in place of what DATA_DIR holds', () => import('./restore.ts')],
  check: [
    'compare the store with its indexes, and the attachments with their files',
    () => import('./check.ts'),
  ],
  'audit verify': ['check that nothing of the audit log was changed', () => import('./audit.ts')],
  'admin reset-second-factor EMAIL': [
    'let in a member who lost their codes',
    () => import('./admin.ts'),
  ],
  stats: ['tell how much there is of what, and the space it takes', () => import('./stats.ts')],
  'move --to URI': ['copy the embedded store to a MongoDB server', () => import('./move.ts')],
  'export FOLDER': [
    'write the library to a folder, as texts and files',
    () => import('./export.ts'),
  ],
  'import FOLDER': [
    'bring in the library of a folder, or fill an empty store with a network',
    () => import('./import.ts'),
  ],
}

const WIDTH = Math.max(...Object.keys(COMMANDS).map(usage => usage.length)) + 1

const HELP = `Usage: npx hub COMMAND

${Object.entries(COMMANDS)
  .map(([usage, [does]]) => `  ${usage.padEnd(WIDTH)} ${does}`)
  .join('\n')}

\`npx hub COMMAND --help\` says more. The settings are those of the server (DATA_DIR, MONGODB_URI…).
Exit codes: 0 done, 1 failed, 2 not understood.
`

/** The process that a command is given in: its words, its settings, and where it writes. */
type Surroundings = { environment: NodeJS.ProcessEnv; out: Out; err: Out }
type Shell = Surroundings & { args: string[] }

/** Does what was asked for; resolves to the exit code. */
export async function runCommand({ args: [name, ...args], ...shell }: Shell): Promise<number> {
  try {
    if (name === '--help' || name === '-h') return answer(shell, HELP)
    const found = Object.entries(COMMANDS).find(([usage]) => usage.split(' ')[0] === name)
    if (!found)
      throw new WrongUsage(name === undefined ? HELP : `There is no command “${name}”.\n\n${HELP}`)
    const { default: command } = await found[1][1]()
    return await obey(shell, command, args)
  } catch (error) {
    return complain(shell, error)
  }
}

async function obey(shell: Surroundings, command: Command, args: string[]): Promise<number> {
  const { values, positionals: words } = understood(command, args)
  if (values.help) return answer(shell, command.help)
  if (words.length !== command.words) throw new WrongUsage(command.help)
  const terminal = terminalOn(shell.out, shell.err)
  return command.run({ words, values, environment: shell.environment, terminal })
}

function understood(command: Command, args: string[]) {
  const options: Options = { ...command.options, help: { type: 'boolean', short: 'h' } }
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new WrongUsage(`${reason}\n\n${command.help}`)
  }
}

function answer({ out }: Surroundings, text: string): number {
  out.write(text)
  return 0
}

function complain({ err }: Surroundings, error: unknown): number {
  const message = error instanceof Error ? error.message : String(error)
  err.write(error instanceof WrongUsage ? message : `${message}\n`)
  return error instanceof WrongUsage ? 2 : 1
}
