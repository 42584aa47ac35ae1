import { type Request, type Response, Router } from 'express'
import { noNewLinks } from '../moderation/holding.ts'
import { noteRemoval } from '../moderation/removals.ts'
import { noteEdit } from '../moderation/traces.ts'
import { parse } from '../platform/http/parse.ts'
import {
  againOnInvalid,
  changed,
  removed,
  respond,
  startForm,
  wantsJson,
} from '../platform/http/respond.ts'
import { authorize, found, signedIn } from '../platform/who/current.ts'
import { editMessage, removeMessage } from './actions.ts'
import { editForm } from './forms.ts'
import { canEdit, canRemove } from './policy.ts'
import { presentRoom, roomUrl } from './presenter.ts'
import { presentMessages } from './queries.ts'
import { thingOfMessage } from './things.ts'
import { visibleMessage } from './visible.ts'

/** One message of a room: its address, its author's second thoughts. */
export const messageRoutes = Router({ mergeParams: true })

/** The permanent address of a message: its place in the room. */
messageRoutes.get('/', async (req, res) => {
  const { room, record } = await visibleMessage(req)
  const [message] = await presentMessages([record], room.slug)
  const around = record.seq + AFTER_A_LINK
  if (wantsJson(req)) res.json(message)
  else res.redirect(303, `${roomUrl(room)}?avant=${around}#m${record.seq}`)
})

messageRoutes.get('/modifier', showEdit)
messageRoutes.post('/modifier', againOnInvalid(showEdit), async (req, res) => {
  const { room, record } = await visibleMessage(req)
  authorize(canEdit(signedIn(req), record))
  const { body } = parse(editForm, req)
  await noNewLinks(signedIn(req), record, { body })
  const message = await editMessage(room, record, body)
  await noteEdit(thingOfMessage(record, room), signedIn(req), { body })
  changed(req, res, wantsJson(req) ? message : { ...message, url: roomUrl(room) })
})

messageRoutes.post('/suppression', async (req, res) => {
  const viewer = signedIn(req)
  const { room, record } = await visibleMessage(req)
  authorize(canRemove(viewer, record, room))
  await removeMessage(room, record, viewer)
  await noteRemoval(thingOfMessage(record, room), viewer)
  removed(req, res, roomUrl(room), 'messageRemoved')
})

const AFTER_A_LINK = 25

async function showEdit(req: Request, res: Response) {
  const viewer = signedIn(req)
  const { room, record } = await visibleMessage(req)
  const can = { edit: canEdit(viewer, record), remove: canRemove(viewer, record, room) }
  authorize(can.edit || can.remove)
  const [message] = await presentMessages([record], room.slug)
  startForm(res, { body: record.body })
  await respond(req, res, {
    view: 'rooms/edit',
    data: { ...found(message), can, room: presentRoom(room) },
    also: { isOwn: String(record.author) === viewer.id },
    page: { title: res.locals.t('rooms.editTitle'), nav: 'salons' },
  })
}
