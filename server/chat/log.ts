import type { RoomRecord } from '../../models/room.ts'
import { type Language, translator } from '../platform/i18n/index.ts'
import { remember } from '../platform/memory.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { messageHtml } from './announce.ts'
import { dayTitle, type PresentedMessage, shownMessage, today } from './presenter.ts'
import { logTopic } from './queries.ts'

export type Log = {
  items: PresentedMessage[]
  total: number
  /** The last message this member had read before they came, if they ever came. */
  readBefore: number | undefined
  isEnd: boolean
  /** The `moment()` before they were read. */
  asOf: number
}

/** A line of the log: a message, and before it the rules that separate days and what is new. */
type Entry = { html: string; day?: string; dayTitle?: string; fresh?: boolean }

/** The messages of a page as it shows them, with the viewer's own marked. */
export async function drawLog(room: RoomRecord, viewer: Viewer, log: Log, language: Language) {
  const drawn = await drawnMessages(room, log, language)
  const firstNew = firstUnread(log, viewer)
  return drawn.map(
    (entry, i): Entry => ({
      ...entry,
      html: markMine(entry.html, viewer),
      fresh: log.items[i]?.seq === firstNew,
    }),
  )
}

/** The end of a room is the same for all who read it in one language, until midnight. */
function drawnMessages(room: RoomRecord, { items, isEnd, asOf }: Log, language: Language) {
  const draw = async () => drawAll(items, language)
  if (!isEnd) return draw()
  const key = `drawn log ${room._id} ${items[0]?.seq} ${items.at(-1)?.seq} ${language} ${today()}`
  // Drawn from what was read before a removal, it would bring back what was said.
  return remember([logTopic(room), 'members'], key, draw, { asOf })
}

function drawAll(items: PresentedMessage[], language: Language): Entry[] {
  const t = translator(language)
  const words = { today: t('rooms.today'), yesterday: t('rooms.yesterday') }
  let last = ''
  return items.map(message => {
    const { day } = shownMessage(message, language)
    const html = messageHtml(message, language)
    if (day === last) return { html }
    last = day
    return { html, day, dayTitle: dayTitle(day, words, language) }
  })
}

function firstUnread({ items, readBefore }: Log, viewer: Viewer) {
  if (readBefore === undefined) return undefined
  return items.find(({ seq, author }) => seq > readBefore && author?.id !== viewer.id)?.seq
}

/** The partial is the same for everybody; this is what the browser does to pushed ones. */
function markMine(html: string, { id }: Viewer) {
  return html.replace(`data-author="${id}"`, `data-author="${id}" data-mine`)
}
