import { randomUUID } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import type { RoomRecord } from '../../models/room.ts'
import { held } from '../moderation/holding.ts'
import { waitingIn } from '../moderation/waiting.ts'
import { groupOf } from '../people/groups/queries.ts'
import { markRead } from '../platform/content/read-marks.ts'
import { parse, parseQuery, textOf } from '../platform/http/parse.ts'
import { language } from '../platform/http/preferences.ts'
import { againOnInvalid, removed, respond, startForm, wantsJson } from '../platform/http/respond.ts'
import { moment } from '../platform/memory.ts'
import { presentIn } from '../platform/realtime/present.ts'
import { networkZone } from '../platform/time-zone.ts'
import { groupSlugOf } from '../platform/who/audience.ts'
import { authorize, signedIn } from '../platform/who/current.ts'
import { isCoordinator } from '../platform/who/viewer.ts'
import { postMessage } from './actions.ts'
import { historyQuery, messageForm, readForm } from './forms.ts'
import { drawLog, type Log } from './log.ts'
import { messageRoutes } from './message-routes.ts'
import { presentPeople } from './people.ts'
import { canManageRooms, canPost } from './policy.ts'
import { presentRoom, roomUrl, shownRoom, today } from './presenter.ts'
import { messagesOf, presentedRooms, readUpTo, type Span } from './queries.ts'
import { visibleRoom } from './visible.ts'

/** Rooms and their messages, for members only, whatever the address. */
export const chatRoutes = Router()

chatRoutes.use((req, _res, next) => {
  signedIn(req)
  next()
})

chatRoutes.get('/', async (req, res) => {
  const viewer = signedIn(req)
  const rooms = await presentedRooms(viewer)
  const items = rooms.map(room => shownRoom(room, language(res)))
  await respond(req, res, {
    view: 'rooms/index',
    data: { items, total: items.length, next: null },
    also: { canManage: canManageRooms(viewer) },
    page: { title: res.locals.t('rooms.title'), nav: 'salons' },
  })
})

chatRoutes.use('/:slug/messages/:seq', messageRoutes)
chatRoutes.get('/:slug', showRoom)

chatRoutes.get('/:slug/messages', async (req, res) => {
  const room = await visibleRoom(req)
  const span = parseQuery(historyQuery, req)
  if (!wantsJson(req)) res.redirect(303, roomUrl(room))
  else res.json(listed(await messagesOf(room, span), span, `${roomUrl(room)}/messages`))
})

chatRoutes.post('/:slug/messages', againOnInvalid(showRoom), async (req, res) => {
  const room = await visibleRoom(req)
  authorize(canPost(signedIn(req), room))
  const input = parse(messageForm, req)
  const waits = { kind: 'message', place: room._id, ...input } as const
  if (!groupSlugOf(room.audience) && (await held(req, res, waits))) return
  const { message, isNew } = await postMessage(room, signedIn(req), input)
  if (!wantsJson(req)) res.redirect(303, roomUrl(room))
  else if (isNew) res.status(201).location(message.url).json(message)
  else res.json(message)
})

/** « J'ai lu jusque-là » : what a page left open says of the messages that came since. */
chatRoutes.post('/:slug/lecture', async (req, res) => {
  const room = await visibleRoom(req)
  const seq = Math.min(parse(readForm, req).seq, room.last?.seq ?? 0)
  await markRead(signedIn(req).id, 'room', String(room._id), seq)
  removed(req, res, roomUrl(room))
})

async function showRoom(req: Request, res: Response) {
  const viewer = signedIn(req)
  const room = await visibleRoom(req)
  const span = parseQuery(historyQuery, req)
  const asOf = moment()
  const [log, readBefore] = await Promise.all([messagesOf(room, span), readUpTo(viewer, room)])
  const isLast = (log.items.at(-1)?.seq ?? log.total) >= log.total
  const isEnd = span.avant === undefined && isLast
  // A page that catches up on its own says itself what its reader has seen.
  if (isEnd && span.depuis === undefined)
    await markRead(viewer.id, 'room', String(room._id), log.total)
  const data = { ...presentRoom(room), messages: listed(log, span, roomUrl(room)) }
  if (!wantsJson(req)) startForm(res, { clientId: randomUUID() })
  await respond(req, res, {
    view: 'rooms/show',
    data,
    also: wantsJson(req) ? {} : await around(req, res, room, { ...log, readBefore, isEnd, asOf }),
    page: {
      title: room.title,
      nav: 'salons',
      mainClass: 'chat',
      bodyClass: 'app',
      bare: true,
      scripts: ['chat.js'],
    },
  })
}

/** What only the page shows: the other rooms, the drawn log, who is there. */
async function around(req: Request, res: Response, room: RoomRecord, log: Log) {
  const viewer = signedIn(req)
  const [rooms, members] = await Promise.all([
    presentedRooms(viewer),
    presentIn(`room:${room._id}`),
  ])
  const first = log.items[0]?.seq ?? 1
  return {
    rooms: rooms.map(other => shownRoom(other, language(res))),
    group: await groupOf(room),
    presence: await presentPeople(members),
    entries: await drawLog(room, viewer, log, language(res)),
    older: first > 1 ? `${roomUrl(room)}?avant=${first}` : undefined,
    isEnd: log.isEnd,
    waiting: log.isEnd ? await waitingIn(viewer, 'message', room._id) : [],
    moderates: isCoordinator(viewer),
    today: today(),
    zone: networkZone(),
    clientId: textOf(res.locals.form?.values?.clientId) || randomUUID(),
  }
}

type Listed = Awaited<ReturnType<typeof messagesOf>>

/** A list of messages and the address of what follows: older ones, or newer ones when catching up. */
function listed({ items, total }: Listed, { depuis }: Span, address: string) {
  const first = items[0]?.seq ?? 1
  const last = items.at(-1)?.seq ?? total
  if (depuis !== undefined) {
    return { items, total, next: last < total ? `${address}?depuis=${last}` : null }
  }
  return { items, total, next: first > 1 ? `${address}?avant=${first}` : null }
}
