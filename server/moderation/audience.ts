import { Collection } from '../../models/collection.ts'
import { Message } from '../../models/message.ts'
import type { ThingKind } from '../../models/moderation-case.ts'
import { Rating } from '../../models/rating.ts'
import { Reply } from '../../models/reply.ts'
import { Resource } from '../../models/resource.ts'
import { Room } from '../../models/room.ts'
import { RunReport } from '../../models/run-report.ts'
import { Thread } from '../../models/thread.ts'

/** For whom a thing was written: those moderators look at it who are among them. */
export async function audienceOfThing({ kind, id }: { kind: ThingKind; id: unknown }) {
  return (await kept(kind, id))?.audience ?? 'network'
}

async function kept(kind: ThingKind, id: unknown) {
  if (kind === 'thread') return Thread.findById(id, 'audience').lean()
  if (kind === 'resource') return Resource.findById(id, 'audience').lean()
  if (kind === 'collection') return Collection.findById(id, 'audience').lean()
  if (kind === 'run' || kind === 'rating') {
    const told = await (kind === 'run' ? run(id) : rating(id))
    return Resource.findById(told?.resource, 'audience').lean()
  }
  if (kind === 'reply') {
    const reply = await Reply.findById(id, 'thread').lean()
    return Thread.findById(reply?.thread, 'audience').lean()
  }
  if (kind === 'message') {
    const message = await Message.findById(id, 'room').lean()
    return Room.findById(message?.room, 'audience').lean()
  }
  return null
}

function run(id: unknown) {
  return RunReport.findById(id, 'resource').lean()
}

function rating(id: unknown) {
  return Rating.findById(id, 'resource').lean()
}
