import { keeps, sees } from '../platform/who/audience.ts'
import {
  isAdmin,
  isCoordinator,
  isMember,
  type Viewer,
  type Visitor,
} from '../platform/who/viewer.ts'

type RoomFacts = { archivedAt?: Date | null | undefined; audience: string }
type MessageFacts = {
  author: unknown
  removedAt?: Date | null | undefined
  hiddenAt?: Date | null | undefined
}

/** An archived room does not exist, not even for administrators: they find it in the administration. */
export function canRead(viewer: Viewer | Visitor, room: RoomFacts): viewer is Viewer {
  return isMember(viewer) && !room.archivedAt && sees(viewer, room)
}

export const canPost = canRead

export const canManageRooms = isAdmin

/** In a group, its keepers open and close its rooms. */
export function canManageRoom(viewer: Viewer | Visitor, room: { audience: string }) {
  return keeps(viewer, room)
}

/** The author, or a coordinator with a trace that both can read. */
export function canEdit(viewer: Viewer | Visitor, message: MessageFacts) {
  return (isAuthor(viewer, message) || isCoordinator(viewer)) && stands(message)
}

export function canRemove(
  viewer: Viewer | Visitor,
  message: MessageFacts,
  room: { audience: string },
) {
  const allowed = isAuthor(viewer, message) || isCoordinator(viewer) || keeps(viewer, room)
  return allowed && stands(message)
}

function stands({ removedAt, hiddenAt }: MessageFacts) {
  return !removedAt && !hiddenAt
}

function isAuthor(viewer: Viewer | Visitor, message: MessageFacts) {
  return isMember(viewer) && viewer.id === String(message.author)
}
