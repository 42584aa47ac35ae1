import type { MessageRecord } from '../../models/message.ts'
import type { Thing } from '../platform/content/thing.ts'
import { wordsOf } from '../platform/content/withholding.ts'

export function thingOfMessage(message: MessageRecord, room: { slug: string }): Thing {
  return {
    kind: 'message',
    id: String(message._id),
    url: `/salons/${room.slug}/messages/${message.seq}`,
    author: String(message.author),
    title: '',
    body: wordsOf(message),
    hidden: Boolean(message.hiddenAt),
  }
}
