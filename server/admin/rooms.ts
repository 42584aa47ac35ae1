import { type Request, type Response, Router } from 'express'
import { Room } from '../../models/room.ts'
import type { Act } from '../../models/words/audit-entry.ts'
import { ROOM_ICONS } from '../../models/words/room.ts'
import { roomForm } from '../chat/forms.ts'
import { presentRoom } from '../chat/presenter.ts'
import { archiveRoom, createRoom, reopenRoom } from '../chat/rooms.ts'
import { record } from '../platform/audit/record.ts'
import { parse } from '../platform/http/parse.ts'
import {
  againOnInvalid,
  changed,
  respond,
  startForm,
  tellNext,
  wantsJson,
} from '../platform/http/respond.ts'
import { found, signedIn } from '../platform/who/current.ts'

/** The rooms of the network, closed ones too. Mounted for administrators only. */
export const adminRoomRoutes = Router()

adminRoomRoutes.get('/', showRooms)
adminRoomRoutes.post('/', againOnInvalid(showRooms), async (req, res) => {
  const opened = await createRoom(parse(roomForm, req))
  await note(req, 'room.opened', opened)
  const room = managed(opened)
  if (wantsJson(req)) {
    res.status(201).location(room.url).json(room)
    return
  }
  tellNext(req, 'roomCreated')
  res.redirect(303, LIST)
})

adminRoomRoutes.get('/:slug/modifier', showRoom)
adminRoomRoutes.post('/:slug/modifier', againOnInvalid(showRoom), async (req, res) => {
  const room = await roomNamed(req)
  await Room.updateOne({ _id: room._id }, { $set: parse(roomForm, req) })
  await note(req, 'room.changed', await roomNamed(req))
  answer(req, res, await roomNamed(req), 'saved')
})

adminRoomRoutes.post('/:slug/fermeture', async (req, res) => {
  const room = await roomNamed(req)
  await archiveRoom(room)
  await note(req, 'room.archived', room)
  answer(req, res, await roomNamed(req), 'roomArchived')
})

adminRoomRoutes.post('/:slug/reouverture', async (req, res) => {
  const room = await roomNamed(req)
  await reopenRoom(room)
  await note(req, 'room.reopened', room)
  answer(req, res, await roomNamed(req), 'roomReopened')
})

const LIST = '/administration/salons'

/** Those of a group are its keepers' own. */
const OF_THE_NETWORK = { audience: 'network' }

type ManagedRoom = Parameters<typeof presentRoom>[0]

async function showRooms(req: Request, res: Response) {
  const rooms = await Room.find(OF_THE_NETWORK).sort({ archivedAt: 1, order: 1, title: 1 }).lean()
  const items = rooms.map(managed)
  startForm(res, { icon: 'chat', order: items.length })
  await respond(req, res, {
    view: 'admin/rooms',
    data: { items, total: items.length, next: null },
    also: { icons: iconChoices(res) },
    page: { title: res.locals.t('admin.roomsTitle'), nav: 'administration' },
  })
}

async function showRoom(req: Request, res: Response) {
  const room = managed(await roomNamed(req))
  startForm(res, room)
  await respond(req, res, {
    view: 'admin/room',
    data: room,
    also: { icons: iconChoices(res) },
    page: { title: room.title, nav: 'administration' },
  })
}

function note(req: Request, act: Act, { _id, title }: { _id: unknown; title: string }) {
  return record(signedIn(req), act, { kind: 'room', id: _id, label: title })
}

/** Back to the list for people; the room itself for programs. */
function answer(req: Request, res: Response, room: ManagedRoom, flash: string) {
  const record = managed(room)
  changed(req, res, wantsJson(req) ? record : { url: LIST }, flash)
}

function managed(room: ManagedRoom) {
  const { unread: _, ...record } = presentRoom(room)
  return { ...record, manageUrl: `${LIST}/${room.slug}` }
}

async function roomNamed(req: Request) {
  const slug = String(req.params.slug)
  return found(await Room.findOne({ slug, ...OF_THE_NETWORK }).lean())
}

function iconChoices(res: Response) {
  return ROOM_ICONS.map(value => ({ value, label: res.locals.t(`rooms.icons.${value}`) }))
}
