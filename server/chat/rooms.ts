import type { Types } from 'mongoose'
import type { z } from 'zod'
import { Room, type RoomRecord } from '../../models/room.ts'
import { createWithSlug } from '../platform/content/slugs.ts'
import { leaveTopic } from '../platform/realtime/revoke.ts'
import type { roomForm } from './forms.ts'

type Input = z.output<typeof roomForm> & { audience?: string }

/** For the network, or the group that `audience` names. */
export async function createRoom(input: Input): Promise<RoomRecord> {
  const room = await createWithSlug(Room, input.title, slug => Room.create({ ...input, slug }))
  return room.toObject()
}

/** Nobody finds the room any more, and who listens to it hears nothing from now on. */
export async function archiveRoom(room: { _id: Types.ObjectId }) {
  await Room.updateOne({ _id: room._id }, { $set: { archivedAt: new Date() } })
  leaveTopic(`room:${room._id}`)
}

export async function reopenRoom(room: { _id: Types.ObjectId }) {
  await Room.updateOne({ _id: room._id }, { $set: { archivedAt: null } })
}
