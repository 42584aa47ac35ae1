import type { RoomRecord } from '../../models/room.ts'
import type { Language } from '../platform/i18n/index.ts'
import { publish } from '../platform/realtime/publish.ts'
import { renderPartial } from '../platform/views/engine.ts'
import { type PresentedMessage, shownMessage } from './presenter.ts'

type Event = 'message:posted' | 'message:edited' | 'message:removed'

/** Tells the room: the message's record, and as `html` the very partial that its page shows. */
export function announce(event: Event, room: RoomRecord, message: PresentedMessage) {
  publish(`room:${room._id}`, event, language => ({
    ...message,
    html: messageHtml(message, language),
  }))
}

export function messageHtml(message: PresentedMessage, language: Language) {
  return renderPartial('rooms/_message', shownMessage(message, language), language)
}
