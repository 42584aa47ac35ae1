import { randomUUID } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { Message } from '../../models/message.ts'
import type { RoomRecord } from '../../models/room.ts'
import { authorize, found, signedIn } from '../auth/current.ts'
import { parse, parseQuery } from '../http/parse.ts'
import { language } from '../http/preferences.ts'
import { againOnInvalid, changed, removed, respond, startForm, wantsJson } from '../http/respond.ts'
import { isCoordinator } from '../members/policy.ts'
import { markRead } from '../reading/marks.ts'
import { presentIn } from '../realtime/present.ts'
import { editMessage, postMessage, removeMessage } from './actions.ts'
import { editForm, historyQuery, messageForm, readForm, seqOf } from './forms.ts'
import { drawLog, type Log } from './log.ts'
import { presentPeople } from './people.ts'
import { canEdit, canManageRooms, canPost, canRemove } from './policy.ts'
import { presentRoom, roomUrl, shownRoom, today } from './presenter.ts'
import {
  messagesOf,
  presentedRooms,
  presentMessages,
  readUpTo,
  roomOf,
  type Span,
} from './queries.ts'

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
  const { message, isNew } = await postMessage(room, signedIn(req), parse(messageForm, req))
  if (!wantsJson(req)) res.redirect(303, roomUrl(room))
  else if (isNew) res.status(201).location(message.url).json(message)
  else res.json(message)
})

/** The permanent address of a message: its place in the room. */
chatRoutes.get('/:slug/messages/:seq', async (req, res) => {
  const { room, record } = await visibleMessage(req)
  const [message] = await presentMessages([record], room.slug)
  const around = record.seq + AFTER_A_LINK
  if (wantsJson(req)) res.json(message)
  else res.redirect(303, `${roomUrl(room)}?avant=${around}#m${record.seq}`)
})

chatRoutes.get('/:slug/messages/:seq/modifier', showEdit)
chatRoutes.post('/:slug/messages/:seq/modifier', againOnInvalid(showEdit), async (req, res) => {
  const { room, record } = await visibleMessage(req)
  authorize(canEdit(signedIn(req), record))
  const message = await editMessage(room, record, parse(editForm, req).body)
  changed(req, res, wantsJson(req) ? message : { ...message, url: roomUrl(room) })
})

chatRoutes.post('/:slug/messages/:seq/suppression', async (req, res) => {
  const viewer = signedIn(req)
  const { room, record } = await visibleMessage(req)
  authorize(canRemove(viewer, record))
  await removeMessage(room, record, viewer)
  removed(req, res, roomUrl(room), 'messageRemoved')
})

/** « J'ai lu jusque-là » : what a page left open says of the messages that came since. */
chatRoutes.post('/:slug/lecture', async (req, res) => {
  const room = await visibleRoom(req)
  const seq = Math.min(parse(readForm, req).seq, room.last?.seq ?? 0)
  await markRead(signedIn(req).id, 'room', String(room._id), seq)
  removed(req, res, roomUrl(room))
})

const AFTER_A_LINK = 25

async function showRoom(req: Request, res: Response) {
  const viewer = signedIn(req)
  const room = await visibleRoom(req)
  const span = parseQuery(historyQuery, req)
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
    also: wantsJson(req) ? {} : await around(req, res, room, { ...log, readBefore, isEnd }),
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
    presence: await presentPeople(members),
    entries: await drawLog(room, viewer, log, language(res)),
    older: first > 1 ? `${roomUrl(room)}?avant=${first}` : undefined,
    isEnd: log.isEnd,
    moderates: isCoordinator(viewer),
    today: today(),
    clientId: res.locals.form?.values?.clientId ?? randomUUID(),
  }
}

async function showEdit(req: Request, res: Response) {
  const viewer = signedIn(req)
  const { room, record } = await visibleMessage(req)
  const can = { edit: canEdit(viewer, record), remove: canRemove(viewer, record) }
  authorize(can.edit || can.remove)
  const [message] = await presentMessages([record], room.slug)
  startForm(res, { body: record.body })
  await respond(req, res, {
    view: 'rooms/edit',
    data: { ...found(message), can, room: presentRoom(room) },
    page: { title: res.locals.t('rooms.editTitle'), nav: 'salons' },
  })
}

/** The room of the address, among those this member may read. */
async function visibleRoom(req: Request) {
  return found(await roomOf(signedIn(req), req.params.slug?.toString()))
}

async function visibleMessage(req: Request) {
  const room = await visibleRoom(req)
  const seq = found(seqOf.safeParse(req.params.seq).data)
  return { room, record: found(await Message.findOne({ room: room._id, seq }).lean()) }
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
