import type { MemberRecord } from '../../../../models/member.ts'
import { Message, type MessageRecord } from '../../../../models/message.ts'
import { Reply, type ReplyRecord } from '../../../../models/reply.ts'
import { Resource } from '../../../../models/resource.ts'
import { Revision } from '../../../../models/revision.ts'
import { Room, type RoomRecord } from '../../../../models/room.ts'
import { Thread, type ThreadRecord } from '../../../../models/thread.ts'
import { removeMessage } from '../../../chat/actions.ts'
import { logTopic } from '../../../chat/queries.ts'
import { dropFiles } from '../../../platform/attachments/keep.ts'
import { Conflict } from '../../../platform/errors.ts'
import { translator } from '../../../platform/i18n/index.ts'
import { renderMarkdown } from '../../../platform/markdown/render.ts'
import { forget } from '../../../platform/memory.ts'
import { removeThread, retellReply } from '../../../threads/actions.ts'
import { presentViewer } from '../../members/presenter.ts'
import { removeAround, removeGivenBack } from './given-back.ts'

const EMPTY = { body: '', html: '' }

/**
 * What they wrote goes; what others built on stays. Numbers of replies and messages are kept. Gatherings
 * are the network's: they stay, without a name.
 */
export async function removeWords(member: MemberRecord) {
  await removeReplies(member)
  await removeMessages(member)
  await removeThreads(member)
  await removeResources(member)
  await removeGivenBack(member)
}

async function removeReplies({ _id: author }: MemberRecord) {
  for await (const { _id } of Reply.find({ author }, '_id').lean().cursor()) {
    const reply = await Reply.findOneAndUpdate(
      { _id },
      {
        $set: { ...EMPTY, removed: true, removedAt: new Date(), removedBy: author },
        $unset: { withheld: 1, hiddenAt: 1, once: 1, editedAt: 1 },
      },
      { returnDocument: 'after' },
    ).lean<ReplyRecord>()
    if (reply) await retellReply(reply)
  }
}

async function removeMessages(member: MemberRecord) {
  const rooms = new Map((await Room.find().lean<RoomRecord[]>()).map(r => [String(r._id), r]))
  const own = Message.find({ author: member._id }).lean<MessageRecord>().cursor()
  for await (const message of own) {
    const room = rooms.get(String(message.room))
    if (!room) continue
    if (!message.removedAt && !message.hiddenAt) await takeBack(room, message, member)
    // What the moderation hid has nothing to tell to anybody, and words to lose.
    else await emptyMessage(room, message)
  }
}

async function takeBack(room: RoomRecord, message: MessageRecord, member: MemberRecord) {
  try {
    await removeMessage(room, message, presentViewer(member))
  } catch (failure) {
    if (!(failure instanceof Conflict)) throw failure
    await emptyMessage(room, message)
  }
}

async function emptyMessage(room: RoomRecord, { _id, removedAt }: MessageRecord) {
  const $set = { ...EMPTY, removedAt: removedAt ?? new Date() }
  await Message.updateOne({ _id }, { $set, $unset: { withheld: 1, hiddenAt: 1 } })
  forget(logTopic(room))
}

/** A discussion that others answered stays for them, without its first words. */
async function removeThreads({ _id: author }: MemberRecord) {
  const own = Thread.find({ author }, '_id').lean<ThreadRecord>().cursor()
  for await (const { _id } of own) {
    const answered = await Reply.exists({ thread: _id, author: { $ne: author } })
    if (answered) await emptyThread(_id)
    else await removeThread({ _id })
  }
}

async function emptyThread(_id: ThreadRecord['_id']) {
  const t = translator('fr')
  const [title, body] = [t('privacy.gone.title'), t('privacy.gone.body')]
  const html = renderMarkdown(body, { french: true })
  await Thread.updateOne({ _id }, { $set: { title, body, html }, $unset: { once: 1, editedAt: 1 } })
}

/** With its files and versions; one that somebody else has rewritten is theirs as well, and stays. */
async function removeResources({ _id: author }: MemberRecord) {
  const own = Resource.find({ author }, 'editor attachments').lean().cursor()
  for await (const { _id, editor, attachments } of own) {
    const others = { resource: _id, editor: { $nin: [author, null] } }
    const shared = (editor && !editor.equals(author)) || (await Revision.exists(others))
    if (shared) continue
    await dropFiles(attachments)
    await Revision.deleteMany({ resource: _id })
    await removeAround(_id)
    await Resource.deleteOne({ _id })
  }
}
