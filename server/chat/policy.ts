import { isAdmin, isCoordinator, isMember, type Viewer, type Visitor } from '../members/policy.ts'

type RoomFacts = { archivedAt?: Date | null | undefined; audience: string }
type MessageFacts = { author: unknown; removedAt?: Date | null | undefined }

/** An archived room does not exist, not even for administrators: they find it in the administration. */
export function canRead(viewer: Viewer | Visitor, room: RoomFacts): viewer is Viewer {
  return isMember(viewer) && !room.archivedAt && room.audience === 'network'
}

export const canPost = canRead

export const canManageRooms = isAdmin

export function canEdit(viewer: Viewer | Visitor, message: MessageFacts) {
  return isAuthor(viewer, message) && !message.removedAt
}

export function canRemove(viewer: Viewer | Visitor, message: MessageFacts) {
  return (isAuthor(viewer, message) || isCoordinator(viewer)) && !message.removedAt
}

function isAuthor(viewer: Viewer | Visitor, message: MessageFacts) {
  return isMember(viewer) && viewer.id === String(message.author)
}
