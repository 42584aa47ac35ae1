import { join } from 'node:path'
import { root } from '../platform/root.ts'
import { type Imported, importFolder, isEmpty } from './index.ts'

/** One account a role, for who tries the hub; they exist in no other network. */
const ACCOUNTS = [
  'admin@demo.test',
  'coordination@demo.test',
  'animateur@demo.test',
  'benevole@demo.test',
]

/** Fills an empty store with the demonstration network; does nothing to any other. */
export async function importDemo(): Promise<Imported | undefined> {
  if (!(await isEmpty())) return undefined
  const passwords = Object.fromEntries(ACCOUNTS.map(email => [email, 'demonstration']))
  return importFolder(join(root, 'demo'), { passwords })
}
