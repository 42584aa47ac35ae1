import type { Db } from 'mongodb'
import type { Terminal } from '../terminal.ts'

/** Has the store compare each collection with its indexes; a line for each thing that is wrong. */
export async function unsoundCollections(db: Db, terminal: Terminal) {
  const listed = await db.listCollections({}, { nameOnly: false }).toArray()
  const names = listed
    .filter(({ name, type }) => type === 'collection' && !name.startsWith('system.'))
    .map(({ name }) => name)
    .sort()
  const wrong: string[] = []
  for (const name of names) {
    terminal.progress(`comparing ${name} with its indexes`)
    wrong.push(...(await faultsOf(db, name)))
  }
  return { count: names.length, wrong }
}

async function faultsOf(db: Db, name: string): Promise<string[]> {
  try {
    const { valid, errors } = await db.command({ validate: name })
    if (valid) return []
    const told: unknown[] = Array.isArray(errors) ? errors : []
    return told.length > 0 ? told.map(each => `${name}: ${String(each)}`) : [`${name}: not valid`]
  } catch (error) {
    // The hub may drop one of its own between the list and the question.
    if (error instanceof Error && 'codeName' in error && error.codeName === 'NamespaceNotFound')
      return []
    return [`${name}: ${error instanceof Error ? error.message : String(error)}`]
  }
}
