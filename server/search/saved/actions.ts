import type { z } from 'zod'
import { SavedSearch, type SavedSearchRecord } from '../../../models/saved-search.ts'
import { createOnce } from '../../platform/content/sent-once.ts'
import { Invalid } from '../../platform/errors.ts'
import { savedListOf } from './asked.ts'
import type { savedForm } from './forms.ts'

const MOST = 30

type Input = z.output<typeof savedForm>

/** Saved twice, it is the first one. */
export async function saveSearch(member: string, input: Input): Promise<SavedSearchRecord> {
  const asked = askedBy(input)
  const same = () => savedAlready(member, asked)
  const known = await same()
  if (known) return known
  if ((await SavedSearch.countDocuments({ member })) >= MOST)
    throw new Invalid({ q: 'search.saved.tooMany' })
  const search = { member, ...asked, name: input.name, createdAt: new Date() }
  const create = async () => (await SavedSearch.create(search)).toObject()
  return (await createOnce<SavedSearchRecord>({ create, same })).record
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
