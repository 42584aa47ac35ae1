import type { z } from 'zod'
import { SavedSearch, type SavedSearchRecord } from '../../../models/saved-search.ts'
import { isDuplicate } from '../../platform/database/duplicates.ts'
import { Invalid } from '../../platform/errors.ts'
import { savedListOf } from './asked.ts'
import type { savedForm } from './forms.ts'

const MOST = 30

type Input = z.output<typeof savedForm>

/** Saved twice, it is the first one. */
export async function saveSearch(member: string, input: Input): Promise<SavedSearchRecord> {
  const asked = askedBy(input)
  const known = await savedAlready(member, asked)
  if (known) return known
  if ((await SavedSearch.countDocuments({ member })) >= MOST)
    throw new Invalid({ q: 'search.saved.tooMany' })
  try {
    const record = { member, ...asked, name: input.name, createdAt: new Date() }
    return (await SavedSearch.create(record)).toObject()
  } catch (failure) {
    const saved = isDuplicate(failure) && (await savedAlready(member, asked))
    if (!saved) throw failure
    return saved
  }
}

type Asked = ReturnType<typeof askedBy>

/** Those that were saved before there were filters have none. */
function savedAlready(member: string, { q, kind, filters }: Asked) {
  const chosen = filters || { $in: ['', null] }
  return SavedSearch.findOne({ member, q, kind, filters: chosen }).lean<SavedSearchRecord>()
}

/** Throws Invalid when it asks nothing. */
function askedBy({ q, kind, filters }: Input) {
  const list = filters ? savedListOf(kind ?? '') : undefined
  const kept = list?.kept(filters)
  if (list && kept) return { q: list.words(kept), kind: list.index, filters: kept }
  if (!q) throw new Invalid({ q: 'invalid.required' })
  return { q, kind: kind ?? '', filters: '' }
}

export function savedBy(member: string) {
  return SavedSearch.find({ member }).sort({ createdAt: -1 }).lean<SavedSearchRecord[]>()
}
