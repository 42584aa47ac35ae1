import { keeps, sees } from '../platform/who/audience.ts'
import { isCoordinator, isMember, type Viewer, type Visitor } from '../platform/who/viewer.ts'

type Who = Viewer | Visitor
type Held = {
  personal: boolean
  audience: string
  official: boolean
  author: unknown
  hiddenAt?: Date | null
}

export function canRead(viewer: Who, collection: Held) {
  if (isAuthor(viewer, collection)) return true
  const shared = !collection.personal || (Boolean(collection.hiddenAt) && isCoordinator(viewer))
  return shared && sees(viewer, collection)
}

export const canMake = isMember

/** What the coordination chose is the coordination's; a group's, its keepers' too. */
export function canEdit(viewer: Who, collection: Held) {
  if (collection.hiddenAt || !canRead(viewer, collection)) return false
  if (collection.official) return isCoordinator(viewer)
  return isAuthor(viewer, collection) || keeps(viewer, collection) || isCoordinator(viewer)
}

export const canMakeOfficial = isCoordinator

/** Who is in a group fills its collections together. */
export function canFill(viewer: Who, collection: Held) {
  if (collection.hiddenAt) return false
  if (canEdit(viewer, collection)) return true
  return isMember(viewer) && canRead(viewer, collection) && collection.audience.startsWith('group:')
}

function isAuthor(viewer: Who, { author }: Held) {
  return isMember(viewer) && viewer.id === String(author)
}
