import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Synonyms } from '../../../models/synonyms.ts'
import { isDuplicate } from '../../platform/database/duplicates.ts'
import { Conflict } from '../../platform/errors.ts'
import { remember } from '../../platform/memory.ts'
import { root } from '../../platform/root.ts'
import type { SynonymGroups } from '../french/synonyms.ts'

export type StoredSynonyms = { groups: SynonymGroups; version: number }

/** What the coordination wrote; until then, the usual words of digital mediation. */
export function synonyms(): Promise<StoredSynonyms> {
  return remember(['synonyms'], 'synonyms', async () => {
    const stored = await Synonyms.findById('synonyms').lean()
    if (!stored) return { groups: usualGroups(), version: 0 }
    return { groups: stored.lines.map(line => line.split(', ')), version: stored.version }
  })
}

/** Throws Conflict when somebody saved since `version`. */
export async function saveSynonyms(groups: string[][], version: number) {
  if (version === 0) return createSynonyms(groups)
  const update = { $set: { lines: groups.map(asLine) }, $inc: { version: 1 } }
  const { matchedCount } = await Synonyms.updateOne({ _id: 'synonyms', version }, update)
  if (matchedCount === 0) throw new Conflict()
}

async function createSynonyms(groups: string[][]) {
  try {
    await Synonyms.create({ lines: groups.map(asLine) })
  } catch (failure) {
    if (isDuplicate(failure)) throw new Conflict()
    throw failure
  }
}

function asLine(words: string[]) {
  return words.join(', ')
}

export function usualGroups(): SynonymGroups {
  const file = join(root, 'server', 'search', 'synonyms', 'usual.json')
  return z.array(z.array(z.string())).parse(JSON.parse(readFileSync(file, 'utf8')))
}
