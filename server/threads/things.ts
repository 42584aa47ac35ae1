import type { ReplyRecord } from '../../models/reply.ts'
import type { ThreadRecord } from '../../models/thread.ts'
import type { Thing } from '../platform/content/thing.ts'
import { wordsOf } from '../platform/content/withholding.ts'
import { replyUrl, threadUrl } from './presenter.ts'

export function thingOfThread({ _id, author, title, body, away }: ThreadRecord): Thing {
  return {
    kind: 'thread',
    id: String(_id),
    url: threadUrl(_id),
    author: String(author),
    title,
    body,
    hidden: away === 'hidden',
  }
}

export function thingOfReply(reply: ReplyRecord): Thing {
  return {
    kind: 'reply',
    id: String(reply._id),
    url: replyUrl(reply),
    author: String(reply.author),
    title: '',
    body: wordsOf(reply),
    hidden: Boolean(reply.hiddenAt),
  }
}
