import type { Types } from 'mongoose'
import type { MemberRecord } from '../../models/member.ts'
import { Reply, type ReplyRecord } from '../../models/reply.ts'
import { Thread, type ThreadRecord } from '../../models/thread.ts'
import { mentionsOf, READ_ALL } from '../platform/content/mentions.ts'
import { FEW, INNER, type OwnText, type PersonalData } from '../platform/content/personal-data.ts'
import { translator } from '../platform/i18n/index.ts'
import { renderMarkdown } from '../platform/markdown/render.ts'
import { forget } from '../platform/memory.ts'
import { removeThread, retellReply } from './actions.ts'

type Id = Types.ObjectId

export const threadsData: PersonalData = {
  records: {
    discussions: author =>
      Thread.find({ author }, `${INNER} -participants -lastReply`).lean().cursor(FEW),
    reponses: repliesOf,
  },
  texts: { discussions: threadTexts, reponses: replyTexts },
  async eraseWords(member) {
    await removeReplies(member)
    await removeThreads(member)
  },
  async erase(member) {
    await forgetMentions(member)
    await Thread.updateMany({ participants: member._id }, { $pull: { participants: member._id } })
  },
}

/** Their words also where the moderation hides them from others. */
async function* repliesOf(author: Id) {
  for await (const reply of Reply.find({ author }).select('+withheld').lean().cursor(FEW)) {
    const { _id, thread, number, createdAt, editedAt, removedAt, hiddenAt } = reply
    const body = reply.withheld?.body ?? reply.body
    yield { _id, thread, number, body, createdAt, editedAt, removedAt, hiddenAt }
  }
}

async function* threadTexts(author: Id, base: string): AsyncIterable<OwnText> {
  const own = Thread.find({ author }, 'title body createdAt').lean().cursor(FEW)
  for await (const { _id, title, body, createdAt } of own)
    yield { title: `${title} ${base}/discussions/${_id}`, at: createdAt, body }
}

async function* replyTexts(author: Id, base: string): AsyncIterable<OwnText> {
  for await (const { _id, thread, body, createdAt } of repliesOf(author))
    if (body) yield { title: `${base}/discussions/${thread}/reponses/${_id}`, at: createdAt, body }
}

/** Numbers of replies are kept. */
async function removeReplies({ _id: author }: MemberRecord) {
  for await (const { _id } of Reply.find({ author }, '_id').lean().cursor()) {
    const reply = await Reply.findOneAndUpdate(
      { _id },
      {
        $set: { body: '', html: '', removed: true, removedAt: new Date(), removedBy: author },
        $unset: { withheld: 1, hiddenAt: 1, once: 1, editedAt: 1 },
      },
      { returnDocument: 'after' },
    ).lean<ReplyRecord>()
    if (reply) await retellReply(reply)
  }
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

async function emptyThread(_id: Id) {
  const t = translator('fr')
  const [title, body] = [t('privacy.gone.title'), t('privacy.gone.body')]
  const html = renderMarkdown(body, { french: true })
  await Thread.updateOne({ _id }, { $set: { title, body, html }, $unset: { once: 1, editedAt: 1 } })
}

async function forgetMentions(member: MemberRecord) {
  const { filter, without } = mentionsOf(member)
  for await (const { _id, body } of Thread.find(filter, 'body', READ_ALL).lean().cursor())
    if (without(body) !== body) await rewriteThread(_id, without(body))
  const replies = Reply.find(filter, 'thread body', READ_ALL).lean().cursor()
  for await (const { _id, thread, body } of replies)
    if (without(body) !== body) await rewriteReply(_id, thread, without(body))
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
