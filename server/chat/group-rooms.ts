import { type Request, type Response, Router } from 'express'
import { canKeep } from '../people/groups/policy.ts'
import { presentGroup } from '../people/groups/presenter.ts'
import { groupUrl } from '../people/groups/queries.ts'
import { groupToChange } from '../people/groups/visible.ts'
import { record } from '../platform/audit/record.ts'
import { parse } from '../platform/http/parse.ts'
import { againOnInvalid, created, removed, respond } from '../platform/http/respond.ts'
import { audienceOf } from '../platform/who/audience.ts'
import { authorize, found, signedIn } from '../platform/who/current.ts'
import { roomForm } from './forms.ts'
import { canManageRoom } from './policy.ts'
import { presentRoom } from './presenter.ts'
import { roomOf, roomsOfGroup } from './queries.ts'
import { archiveRoom, createRoom } from './rooms.ts'

/** The rooms of a group: its keepers open and close them. */
export const groupRoomRoutes = Router({ mergeParams: true })

groupRoomRoutes.get('/', showRooms)
groupRoomRoutes.post('/', againOnInvalid(showRooms), async (req, res) => {
  const group = await groupToChange(req, canKeep)
  const room = await createRoom({ ...parse(roomForm, req), audience: audienceOf(group) })
  await record(signedIn(req), 'room.opened', { kind: 'room', id: room._id, label: room.title })
  created(req, res, presentRoom(room))
})

groupRoomRoutes.post('/:room/fermeture', async (req, res) => {
  const group = await groupToChange(req, canKeep)
  const room = found(await roomOf(signedIn(req), String(req.params.room)))
  found(room, room.audience === audienceOf(group))
  authorize(canManageRoom(signedIn(req), room))
  await archiveRoom(room)
  await record(signedIn(req), 'room.archived', { kind: 'room', id: room._id, label: room.title })
  removed(req, res, `${groupUrl(group)}/salons`, 'roomArchived')
})

async function showRooms(req: Request, res: Response) {
  const viewer = signedIn(req)
  const group = await groupToChange(req, canKeep)
  const items = await roomsOfGroup(viewer, audienceOf(group))
  await respond(req, res, {
    view: 'groups/rooms',
    data: { items, total: items.length, next: null },
    also: { group: presentGroup(group, viewer) },
    page: { title: res.locals.t('groups.roomsOf', { title: group.title }), nav: 'groupes' },
  })
}
