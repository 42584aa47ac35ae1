import type { Request } from 'express'
import { Message } from '../../models/message.ts'
import { found, signedIn } from '../platform/who/current.ts'
import { seqOf } from './forms.ts'
import { roomOf } from './queries.ts'

/** The room of the address, among those this member may read. */
export async function visibleRoom(req: Request) {
  return found(await roomOf(signedIn(req), req.params.slug?.toString()))
}

/** A message of that room by its number, removed ones too: their place remains. */
export async function visibleMessage(req: Request) {
  const room = await visibleRoom(req)
  const seq = found(seqOf.safeParse(req.params.seq).data)
  return { room, record: found(await Message.findOne({ room: room._id, seq }).lean()) }
}
