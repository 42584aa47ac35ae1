import { type Request, type RequestHandler, type Response, Router } from 'express'
import { Gathering, type GatheringRecord } from '../../models/gathering.ts'
import { Space } from '../../models/space.ts'
import { canReport } from '../moderation/policy.ts'
import { audienceRoute } from '../people/groups/audience-route.ts'
import { canMove, checkMove } from '../people/groups/moving.ts'
import { canAnnounceFor } from '../people/groups/policy.ts'
import { audienceChoices, groupOf } from '../people/groups/queries.ts'
import { spaceChoices } from '../people/members/space-choices.ts'
import { presentAttachment } from '../platform/attachments/present.ts'
import { attachmentOf, sendAttachment } from '../platform/attachments/send.ts'
import { Conflict, Invalid } from '../platform/errors.ts'
import { askedAudience, groupAsked } from '../platform/http/audience-form.ts'
import { sendFresh } from '../platform/http/fresh.ts'
import { listPage } from '../platform/http/lists.ts'
import { check, parse, parseQuery } from '../platform/http/parse.ts'
import { language } from '../platform/http/preferences.ts'
import {
  againOnInvalid,
  changed,
  created,
  removed,
  respond,
  startForm,
  wantsJson,
} from '../platform/http/respond.ts'
import { uploadsOf } from '../platform/http/uploads.ts'
import { networkSettings } from '../platform/network/settings.ts'
import { services } from '../platform/services.ts'
import { checkAudience } from '../platform/who/audience.ts'
import { authorize, found, signedIn, viewerOf } from '../platform/who/current.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'
import * as actions from './actions.ts'
import { programmeRows, startGatheringForm, startNewGathering, wantsMoreRows } from './edit-form.ts'
import { gatheringForm, gatheringsQuery } from './forms.ts'
import { calendarOf } from './ical.ts'
import { canEdit, canPublish, choosesSpace } from './policy.ts'
import { gatheringUrl, officialPdf, presentGathering, summarize } from './presenter.ts'
import { programmeOf } from './programme.ts'
import { comingTo, pastFor, surroundings, visibleTo } from './queries.ts'
import { dayBadge, whenWords } from './words.ts'

/** What the network's agenda holds, and its files, calendars and programmes. */
export const gatheringRoutes = Router()

gatheringRoutes.get('/', async (req, res) => {
  const viewer = viewerOf(req)
  const { page, quand } = parseQuery(gatheringsQuery, req)
  const past = quand === 'passees'
  const list = await listPage(
    past ? pastFor(viewer) : comingTo(viewer),
    page,
    past ? '/rencontres?quand=passees' : '/rencontres',
    records => records.map(record => summarize(record, language(res))),
  )
  await respond(req, res, {
    view: 'gatherings/index',
    data: list.data,
    also: { ...list.also, past, can: { publish: canPublish(viewer) } },
    page: { title: res.locals.t('gatherings.title'), nav: 'rencontres', topics: ['gatherings'] },
  })
})

/** Every gathering that this reader may know of, as one calendar to subscribe to. */
export const gatheringsCalendar: RequestHandler = async (req, res) => {
  const records = await Gathering.find(visibleTo(viewerOf(req)))
    .sort({ endsAt: -1 })
    .limit(500)
    .lean()
  await sendCalendar(req, res, records)
}

gatheringRoutes.get('/nouvelle', showNew)
gatheringRoutes.post('/', publishersOnly, againOnInvalid(showNew), uploadsOf(), publish)

gatheringRoutes.get('/:slug.ics', async (req, res) => {
  const gathering = await seen(req)
  await sendCalendar(req, res, [gathering])
})

gatheringRoutes.get('/:slug.pdf', async (req, res) => {
  const gathering = await seen(req)
  await sendAttachment(req, res, found(officialPdf(gathering)), { inline: true })
})

gatheringRoutes.get('/:slug', showGathering)

gatheringRoutes.get('/:slug/programme', async (req, res) => {
  const gathering = await seen(req)
  const data = await presented(req, gathering)
  await respond(req, res, {
    view: 'gatherings/programme',
    data: { url: `${data.url}/programme`, slots: data.slots },
    also: { gathering: { ...pageWords(gathering, res), ...data } },
    page: {
      title: res.locals.t('gatherings.programmeOf', { title: gathering.title }),
      nav: 'rencontres',
      scripts: ['print.js'],
      topics: ['gatherings'],
    },
  })
})

gatheringRoutes.get('/:slug/modifier', showEdit)
gatheringRoutes.post('/:slug/modifier', editorsOnly, againOnInvalid(showEdit), uploadsOf(), change)

gatheringRoutes.post(
  '/:slug/audience',
  againOnInvalid(showGathering),
  audienceRoute({
    kind: 'gathering',
    find: seen,
    move: (_viewer, gathering, audience) => actions.moveGathering(gathering, audience),
    present: (gathering, req) => presented(req, gathering),
  }),
)

gatheringRoutes.post('/:slug/suppression', async (req, res) => {
  await actions.removeGathering(await editable(req))
  removed(req, res, '/rencontres', 'gatheringRemoved')
})

gatheringRoutes.post(
  '/:slug/pieces-jointes',
  editorsOnly,
  againOnInvalid(showEdit),
  uploadsOf(),
  async (req, res) => {
    const gathering = await editable(req)
    const added = await actions.attach(gathering, req.uploads ?? [])
    const folder = `${gatheringUrl(gathering)}/pieces-jointes`
    const items = added.map(file => presentAttachment(file, folder))
    const [first] = items
    if (wantsJson(req) && first)
      res
        .status(201)
        .location(first.url)
        .json({ ...first, items })
    else changed(req, res, { url: gatheringUrl(gathering) }, 'saved')
  },
)

gatheringRoutes.get('/:slug/pieces-jointes/:id', async (req, res) => {
  await sendAttachment(req, res, attachmentOf(await seen(req), req.params.id), { inline: true })
})

gatheringRoutes.post('/:slug/pieces-jointes/:id/suppression', async (req, res) => {
  const gathering = await editable(req)
  await actions.detach(gathering, attachmentOf(gathering, req.params.id))
  removed(req, res, `${gatheringUrl(gathering)}/modifier`, 'fileRemoved')
})

async function showGathering(req: Request, res: Response) {
  const viewer = viewerOf(req)
  const gathering = await seen(req)
  const data = await presented(req, gathering)
  startForm(res, { audience: gathering.audience })
  await respond(req, res, {
    view: 'gatherings/show',
    data,
    also: {
      ...pageWords(gathering, res),
      group: await groupOf(gathering),
      report: canReport(viewer, gathering),
      audiences: canMove(viewer, gathering) ? await audiencesFor(viewer, res) : [],
    },
    page: {
      title: gathering.title,
      description: `${whenWords(gathering, language(res)).day}, ${gathering.venue}`,
      nav: 'rencontres',
      topics: ['gatherings', 'members', 'spaces'],
    },
  })
}

async function publish(req: Request, res: Response) {
  if (wantsMoreRows(req)) return showNew(req, res)
  const viewer = signedIn(req)
  const input = parse(gatheringForm, req)
  checkFor(viewer, input.audience)
  const space = choosesSpace(viewer) ? input.space : await ownSpace(viewer.runs)
  const gathering = await actions.publishGathering(viewer, { ...input, space }, req.uploads)
  created(req, res, await presented(req, gathering))
}

async function change(req: Request, res: Response) {
  if (wantsMoreRows(req)) return showEdit(req, res)
  const gathering = await editable(req)
  const current = await presented(req, gathering)
  const space = current.space?.slug
  // What a script does not name stays as it is; a form names every field.
  const input = check(gatheringForm, { ...current, space, version: undefined, ...req.body })
  if (input.audience !== gathering.audience) {
    checkFor(signedIn(req), input.audience)
    await checkMove(signedIn(req), gathering, input.audience)
  }
  const kept = choosesSpace(viewerOf(req)) ? input : { ...input, space }
  try {
    const saved = await actions.changeGathering(gathering, kept, req.uploads)
    changed(req, res, await presented(req, saved), 'saved')
  } catch (failure) {
    if (!(failure instanceof Conflict) || wantsJson(req)) throw failure
    await showConflict(req, res)
  }
}

/** Somebody saved in between: what was typed is shown again, to compare and then save over theirs. */
async function showConflict(req: Request, res: Response) {
  const { version } = await editable(req)
  const message = res.locals.t('gatherings.changedMeanwhile')
  const values = { ...req.body, version }
  res.locals.form = { values, errors: {}, list: [{ target: '', message }] }
  res.status(409)
  await showEdit(req, res)
}

async function showNew(req: Request, res: Response) {
  authorize(canPublish(signedIn(req)))
  keepTyped(req, res)
  startNewGathering(res, askedAudience({ group: groupAsked(req) }, 'public'))
  await showForm(req, res, 'gatherings/new', 'gatherings.newTitle')
}

async function showEdit(req: Request, res: Response) {
  const gathering = await editable(req)
  const { space } = await surroundings(gathering)
  keepTyped(req, res)
  startGatheringForm(res, gathering, space?.slug)
  const data = await presented(req, gathering)
  await showForm(req, res, 'gatherings/edit', 'gatherings.editTitle', data)
}

function keepTyped(req: Request, res: Response) {
  if (wantsMoreRows(req)) res.locals.form ??= { values: { ...req.body }, errors: {} }
}

async function showForm(req: Request, res: Response, view: string, title: string, data = {}) {
  await respond(req, res, {
    view,
    data,
    also: {
      ...programmeRows(req, res),
      choosesSpace: choosesSpace(viewerOf(req)),
      spaces: await spaceChoices(),
      audiences: await audiencesFor(viewerOf(req), res),
    },
    page: {
      title: res.locals.t(title),
      nav: 'rencontres',
      scripts: ['slots.js', 'uploads.js'],
    },
  })
}

/** Before anything is read from the request: nobody else's files are even received. */
function publishersOnly(req: Request, _res: Response, next: () => void) {
  authorize(canPublish(signedIn(req)))
  next()
}

async function editorsOnly(req: Request, _res: Response, next: () => void) {
  await editable(req)
  next()
}

async function seen(req: Request): Promise<GatheringRecord> {
  const slug = String(req.params.slug)
  return found(await Gathering.findOne({ slug, ...visibleTo(viewerOf(req)) }).lean())
}

async function editable(req: Request) {
  const gathering = await seen(req)
  authorize(canEdit(signedIn(req), gathering))
  return gathering
}

async function presented(req: Request, gathering: GatheringRecord) {
  return presentGathering(gathering, await surroundings(gathering), viewerOf(req))
}

function pageWords(gathering: GatheringRecord, res: Response) {
  return {
    programme: programmeOf(gathering, language(res)),
    when: whenWords(gathering, language(res)),
    day: dayBadge(gathering, language(res)),
    attendeesHtml: gathering.attendeesHtml,
  }
}

/** A keeper of a group announces without a space of their own. */
async function ownSpace(id: string | undefined) {
  return id ? found(await Space.findById(id, 'slug').lean()).slug : undefined
}

function checkFor(viewer: Viewer, audience: string) {
  checkAudience(viewer, audience)
  if (!canAnnounceFor(viewer, audience)) throw new Invalid({ audience: 'invalid.choice' })
}

/** Everybody, the members, and the groups that one may announce in. */
async function audiencesFor(viewer: Viewer | Visitor, res: Response) {
  const plain = ['public', 'network'].map(value => ({
    value,
    label: res.locals.t(`gatherings.audiences.${value}`),
  }))
  const all = await audienceChoices(viewer, plain)
  return all.filter(({ value }) => canAnnounceFor(viewer, value))
}

async function sendCalendar(req: Request, res: Response, records: GatheringRecord[]) {
  const { name } = await networkSettings()
  const context = { name, baseUrl: services().baseUrl, language: language(res) }
  res.vary('Accept-Language, Cookie')
  sendFresh(req, res, { type: 'text/calendar; charset=utf-8', body: calendarOf(records, context) })
}
