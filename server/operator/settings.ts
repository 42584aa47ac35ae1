import { join } from 'node:path'
import { type Config, readConfig } from '../platform/config.ts'

/**
 * The settings of the server, for a command that signs nobody in: it does not make a `session-secret`, nor the folder for it.
 */
export function readSettings(environment: NodeJS.ProcessEnv): Config {
  return readConfig({ ...environment, SESSION_SECRET: 'an operator’s command signs nothing' })
}

export const storeFolder = ({ dataDirectory }: Pick<Config, 'dataDirectory'>) =>
  join(dataDirectory, 'store')

/** The hub's database in the embedded store. */
export const DATABASE = 'rouedad'

/** An address that may be shown: without its password. */
export function withoutPassword(uri: string): string {
  return uri.replace(/(\/\/[^/@:]*):[^/@]*@/, '$1:***@')
}
