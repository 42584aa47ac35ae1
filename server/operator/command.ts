import type { ParseArgsConfig } from 'node:util'
import type { Terminal } from './terminal.ts'

export type Options = NonNullable<ParseArgsConfig['options']>
export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>

/** One of the operator's commands, in a module of its own that is loaded when it is asked for. */
export type Command = {
  help: string
  options: Options
  /** How many words it takes besides its options. */
  words: number
  /** Gives the exit code: 0 done, 1 failed. */
  run(call: Call): Promise<number>
}

export type Call = {
  words: string[]
  values: Values
  environment: NodeJS.ProcessEnv
  terminal: Terminal
}

/** What the operator can put right; its message says how. */
export class Refusal extends Error {}

/** A command that was not understood: exit code 2. */
export class WrongUsage extends Error {}
