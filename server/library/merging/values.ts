import { type Choices, type Conflict, placed } from './conflict.ts'

type Where = { id: string; field: string; step?: string | undefined }

/** One value: whoever changed it has their way; both differently is a conflict. */
export function mergeValue<T extends string | number | undefined>(
  { base, mine, theirs }: { base: T | undefined; mine: T; theirs: T },
  where: Where,
  choices: Choices,
): { merged: T; conflicts: Conflict[] } {
  if (mine === theirs || theirs === base) return { merged: mine, conflicts: [] }
  if (mine === base) return { merged: theirs, conflicts: [] }
  const place = placed(choices, where.id, where)
  const merged = place.choice === 'theirs' ? theirs : mine
  return { merged, conflicts: [{ ...place, kind: 'value', base, mine, theirs }] }
}
