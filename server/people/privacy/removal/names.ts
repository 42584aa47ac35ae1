import type { MemberRecord } from '../../../../models/member.ts'
import { Message } from '../../../../models/message.ts'
import { Room } from '../../../../models/room.ts'
import { Thread } from '../../../../models/thread.ts'

/** Names are read from the account everywhere but here, where a list keeps its own copy. */
export async function forgetNames({ _id }: MemberRecord) {
  for (const room of await Room.find({}, 'last').lean()) {
    const seq = room.last?.seq
    if (!seq || !(await Message.exists({ room: room._id, seq, author: _id }))) continue
    await Room.updateOne({ _id: room._id, 'last.seq': seq }, { $set: { 'last.author': '' } })
  }
  await Thread.updateMany({ participants: _id }, { $pull: { participants: _id } })
}
