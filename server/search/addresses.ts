import { listedKinds } from '../platform/content/kinds.ts'

/** `kind` as the index names it: `resources`. */
export function searchAddress(q: string, kind?: string) {
  const query = new URLSearchParams({ q })
  const tab = listedKinds().find(({ index }) => index === kind)?.tab
  if (tab) query.set('type', tab.word)
  return `/recherche?${query}`
}

/** A discussion that begins with what was looked for. */
export function askAddress(q: string) {
  return q ? `/discussions/nouvelle?${new URLSearchParams({ titre: q })}` : '/discussions/nouvelle'
}
