import { appendFile, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/**
 * Who was removed, outside of the store: a backup of before brings them back, this makes the hub forget
 * them again. Ids and dates alone, one JSON line each, and whether their words stayed.
 */
const line = z.object({
  id: z.string().regex(/^[0-9a-f]{24}$/),
  at: z.string(),
  keep: z.boolean(),
})
export type RemovedMember = z.output<typeof line>

const fileIn = (dataDirectory: string) => join(dataDirectory, 'removed-members.jsonl')

/** On the disk before anything is removed. */
export async function noteRemoved(dataDirectory: string, removed: RemovedMember) {
  const file = fileIn(dataDirectory)
  await appendFile(file, `${JSON.stringify(removed)}\n`, { mode: 0o600 })
  const handle = await open(file)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The last word on each member. A line that was cut short by a power cut says nothing. */
export async function removedMembers(dataDirectory: string): Promise<RemovedMember[]> {
  const text = await readFile(fileIn(dataDirectory), 'utf8').catch(absent)
  const lines = text.split('\n').flatMap(each => line.safeParse(readJson(each)).data ?? [])
  return [...new Map(lines.map(each => [each.id, each])).values()]
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function absent(error: unknown) {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
  throw error
}
