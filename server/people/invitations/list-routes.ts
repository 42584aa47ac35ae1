import { type Request, type Response, Router } from 'express'
import { InvitationList, type InvitationListRecord } from '../../../models/invitation-list.ts'
import { record } from '../../platform/audit/record.ts'
import { Invalid } from '../../platform/errors.ts'
import { pagerOf } from '../../platform/http/lists.ts'
import { objectId, pageQuery, parse, parseQuery } from '../../platform/http/parse.ts'
import { language } from '../../platform/http/preferences.ts'
import {
  againOnInvalid,
  changed,
  created,
  respond,
  startForm,
} from '../../platform/http/respond.ts'
import { daysAfter } from '../../platform/secret-links.ts'
import { services } from '../../platform/services.ts'
import { found, signedIn } from '../../platform/who/current.ts'
import { spend } from '../../platform/who/limits.ts'
import { decoded, linesOf } from './csv.ts'
import { LIVES, listForm } from './forms.ts'
import { INVITATIONS } from './presenter.ts'
import { receivedBytes, receivesList } from './received.ts'
import { type Reviewed, review } from './review.ts'

/** `/administration/invitations/liste`: a file of people is read, looked at, then sent once. */
export const listRoutes = Router()

/** What was not sent is forgotten soon; what was, once its invitations are over. */
const UNSENT_DAYS = 1
const LINES_A_PAGE = 20

listRoutes.get('/', showForm)

listRoutes.post('/', againOnInvalid(showForm), receivesList, async (req, res) => {
  const viewer = signedIn(req)
  await spend('inviting', viewer.id)
  const { list, ...terms } = parse(listForm, req)
  const file = receivedBytes(req.file)
  if (!file && !list) throw new Invalid({ files: 'invitations.csv.none' })
  const lines = linesOf(file ? decoded(file) : (list ?? ''))
  const now = new Date()
  const kept = await InvitationList.create({
    ...{ ...terms, lines, maker: viewer.id, language: language(res) },
    ...{ createdAt: now, forgottenAt: daysAfter(now, UNSENT_DAYS) },
  })
  created(req, res, { url: urlOf(kept), ...(await summaryOf(req, kept.toObject())) })
})

listRoutes.get('/:id', async (req, res) => {
  const list = await listFor(req)
  const { page } = parseQuery(pageQuery, req)
  const reviewed = await review(list.lines, signedIn(req))
  const items = reviewed.slice((page - 1) * LINES_A_PAGE, page * LINES_A_PAGE).map(presentLine)
  const pager = pagerOf(page, reviewed.length, urlOf(list), LINES_A_PAGE)
  const [wanted, sent] = [reviewed.filter(({ obstacle }) => !obstacle).length, sentOf(list)]
  await respond(req, res, {
    view: 'invitations/list',
    data: { url: urlOf(list), items, total: reviewed.length, next: pager.next, wanted, sent },
    also: { pager, left: reviewed.length - wanted, word: list.word },
    page: { title: res.locals.t('invitations.listTitle'), nav: 'administration' },
  })
})

/** The first sending counts; the same form sent again finds it done. */
listRoutes.post('/:id/envoi', async (req, res) => {
  const list = await listFor(req)
  const { wanted } = await summaryOf(req, list)
  const now = new Date()
  const first = await InvitationList.findOneAndUpdate(
    { _id: list._id, sentAt: null },
    { $set: { sentAt: now, forgottenAt: daysAfter(now, list.days + UNSENT_DAYS) } },
  ).lean()
  // Asked again even so: a hub that stopped right here has no job yet, and a second job does no harm.
  await services().jobs.soon('invitations.list', { id: String(list._id) })
  if (first) {
    const target = { kind: 'invitation', id: list._id }
    await record(signedIn(req), 'invitation.listed', target, { people: wanted })
  }
  changed(req, res, { url: INVITATIONS }, 'invitationsSent')
})

async function showForm(req: Request, res: Response) {
  startForm(res, { days: 30 })
  const lives = LIVES.map(days => ({
    value: days,
    label: res.locals.t('invitations.days', { days }),
  }))
  await respond(req, res, {
    view: 'invitations/new-list',
    data: {},
    also: { lives },
    page: {
      title: res.locals.t('invitations.listTitle'),
      nav: 'administration',
      scripts: ['uploads.js'],
    },
  })
}

async function summaryOf(req: Request, { lines, ...list }: InvitationListRecord) {
  const reviewed = await review(lines, signedIn(req))
  const wanted = reviewed.filter(({ obstacle }) => !obstacle).length
  return { total: lines.length, wanted, sent: sentOf(list) }
}

function sentOf({ sentAt }: Pick<InvitationListRecord, 'sentAt'>) {
  return sentAt?.toISOString() ?? null
}

function presentLine({ at, as, obstacle, ...line }: Reviewed) {
  return { ...line, as: as ?? null, at: at?.label ?? null, obstacle: obstacle ?? null }
}

function urlOf({ _id }: { _id: unknown }) {
  return `${INVITATIONS}/liste/${_id}`
}

/** A list is for the eyes of who brought it: it holds addresses of people who are not members. */
async function listFor(req: Request) {
  const _id = found(objectId.safeParse(req.params.id).data)
  const list = await InvitationList.findById(_id).lean<InvitationListRecord>()
  return found(list, String(list?.maker) === signedIn(req).id)
}
