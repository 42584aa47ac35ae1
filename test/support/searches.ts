import type { Viewer, Visitor } from '../../server/platform/who/viewer.ts'
import { searchEverything } from '../../server/search/everything.ts'

/** What the search finds for somebody, as they would see it; not what is only near. */
export async function foundBy(viewer: Viewer | Visitor, q: string) {
  const asked = { q, kind: undefined, page: 1, size: 20 }
  const { items } = await searchEverything(viewer, asked, 'fr')
  return items
}
