import type { MemberRecord } from '../../../../models/member.ts'
import { Message } from '../../../../models/message.ts'
import { Reply } from '../../../../models/reply.ts'
import { Room } from '../../../../models/room.ts'
import { Thread } from '../../../../models/thread.ts'
import { logTopic } from '../../../chat/queries.ts'
import { plainText, renderMarkdown } from '../../../platform/markdown/render.ts'
import { forget } from '../../../platform/memory.ts'

const FORMER = '@ancien-membre'
type Id = MemberRecord['_id']

/** `@nolwenn-le-goff` in what others wrote says who it was: it names nobody any more. */
export async function forgetMentions({ slug }: MemberRecord) {
  const named = new RegExp(`@${slug}(?![\\p{L}\\p{N}_-])`, 'giu')
  // Once for a member who leaves: everything is read, since nothing lists who is named where.
  const reading = { hint: { $natural: 1 as const } }
  const filter = { body: { $regex: `@${slug}`, $options: 'i' } }
  const without = (body: string) => body.replace(named, FORMER)
  for await (const { _id, body } of Thread.find(filter, 'body', reading).lean().cursor())
    if (without(body) !== body) await rewriteThread(_id, without(body))
  for await (const { _id, thread, body } of Reply.find(filter, 'thread body', reading)
    .lean()
    .cursor())
    if (without(body) !== body) await rewriteReply(_id, thread, without(body))
  for await (const { _id, room, body } of Message.find(filter, 'room body', reading)
    .lean()
    .cursor())
    if (without(body) !== body) await rewriteMessage(_id, room, without(body))
}

async function rewriteThread(_id: Id, body: string) {
  const html = renderMarkdown(body, { french: true, headingOffset: 1 })
  await Thread.updateOne({ _id }, { $set: { body, html } })
}

async function rewriteReply(_id: Id, thread: Id, body: string) {
  const html = renderMarkdown(body, { french: true, headingOffset: 2 })
  await Reply.updateOne({ _id }, { $set: { body, html } })
  forget(`threads:${thread}`)
}

async function rewriteMessage(_id: Id, room: Id, body: string) {
  const html = renderMarkdown(body, { french: true, headingOffset: 3 })
  const told = await Message.findOneAndUpdate({ _id }, { $set: { body, html } }).lean()
  const $set = { 'last.excerpt': plainText(body, 120) }
  await Room.updateOne({ _id: room, 'last.seq': told?.seq }, { $set })
  forget(logTopic({ _id: room }))
}
