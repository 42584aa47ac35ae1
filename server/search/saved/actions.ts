import type { z } from 'zod'
import { SavedSearch, type SavedSearchRecord } from '../../../models/saved-search.ts'
import { isDuplicate } from '../../database/duplicates.ts'
import { Invalid } from '../../errors.ts'
import type { savedForm } from './forms.ts'

const MOST = 30

/** Saved twice, it is the first one. */
export async function saveSearch(
  member: string,
  input: z.output<typeof savedForm>,
): Promise<SavedSearchRecord> {
  const same = { member, q: input.q, kind: input.kind ?? '' }
  const known = await SavedSearch.findOne(same).lean<SavedSearchRecord>()
  if (known) return known
  if ((await SavedSearch.countDocuments({ member })) >= MOST)
    throw new Invalid({ q: 'search.saved.tooMany' })
  try {
    return (await SavedSearch.create({ ...same, createdAt: new Date() })).toObject()
  } catch (failure) {
    if (!isDuplicate(failure)) throw failure
    return saveSearch(member, input)
  }
}

export function savedBy(member: string) {
  return SavedSearch.find({ member }).sort({ createdAt: -1 }).lean<SavedSearchRecord[]>()
}
