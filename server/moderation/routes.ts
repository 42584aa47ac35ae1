import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { z } from 'zod'
import { Member } from '../../models/member.ts'
import type { CaseRecord } from '../../models/moderation-case.ts'
import { REASONS } from '../../models/words/moderation-case.ts'
import { isFromOutside } from '../people/groups/coordination.ts'
import { moderatedKind, moderatedKinds, thingOf } from '../platform/content/kinds.ts'
import type { ActInput } from '../platform/content/moderation-act.ts'
import type { Thing } from '../platform/content/thing.ts'
import { NotFound } from '../platform/errors.ts'
import { listPage } from '../platform/http/lists.ts'
import { objectId, parse, parseQuery } from '../platform/http/parse.ts'
import { language } from '../platform/http/preferences.ts'
import { againOnInvalid, changed, respond } from '../platform/http/respond.ts'
import { neverStored } from '../platform/http/security.ts'
import { authorize, found, signedIn, viewerOf } from '../platform/who/current.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import * as acts from './acts.ts'
import { caseFor, showCase } from './case-page.ts'
import * as forms from './forms.ts'
import { canDecide, canModerate, canSeeCase } from './policy.ts'
import { caseRow, casesFor, presentCases, waitingCounts, waitingForLook } from './queue.ts'
import { accept, refuse, waitingThing } from './submissions.ts'

const REVIEW = '/moderation/relecture'

const moderatorsOnly: RequestHandler = (req, _res, next) => {
  if (!canModerate(viewerOf(req))) throw new NotFound()
  next()
}

/** `/moderation`: what members report and what new ones write, for the coordination. For others it does not exist. */
export function moderationRoutes() {
  const routes = Router()
  routes.use(neverStored, moderatorsOnly)
  routes.get('/', showQueue)

  routes.get('/relecture', showWaiting)
  routes.post('/relecture/:id/accord', async (req, res) => {
    const thing = await accept(await waitingFor(req), signedIn(req))
    changed(req, res, { ...thing, url: REVIEW }, 'accepted')
  })
  routes.post('/relecture/:id/refus', againOnInvalid(showWaiting), async (req, res) => {
    const waiting = await waitingFor(req)
    const thing = await refuse(waiting, signedIn(req), parse(forms.refusalForm, req))
    changed(req, res, { ...thing, url: REVIEW }, 'notAccepted')
  })

  routes.get('/:id', showCase)
  actRoutes(routes)
  return routes
}

/** Each act is an address of its own below the case: what it asks, what it does. */
function actRoutes(routes: Router) {
  act(routes, 'masquage', forms.decisionForm, acts.hideIt)
  act(routes, 'retablissement', forms.quietForm, acts.restoreIt)
  for (const path of pathsOfKinds()) actOfKind(routes, path)
  act(routes, 'avertissement', forms.sanctionForm, acts.warnThem)
  act(routes, 'suspension', forms.suspensionForm, acts.suspendThem)
  act(routes, 'exclusion', forms.sanctionForm, acts.excludeThem)
  act(routes, 'retour', forms.quietForm, acts.readmitThem)
  act(routes, 'classement', forms.quietForm, acts.dismissIt)
}

function act<S extends z.ZodType<ActInput>>(
  routes: Router,
  path: string,
  form: S,
  work: (deciding: acts.Deciding, input: z.output<S>) => Promise<void>,
) {
  routes.post(`/:id/${path}`, againOnInvalid(showCase), async (req, res) => {
    const deciding = await decidingOn(req)
    const input = parse(form, req)
    await work({ ...deciding, seen: input.decisions }, input)
    await showDecided(req, res, deciding.by)
  })
}

function pathsOfKinds() {
  return new Set(moderatedKinds().flatMap(({ acts = [] }) => acts.map(({ path }) => path)))
}

/** Two kinds may have an act of the same name. */
function actOfKind(routes: Router, path: string) {
  routes.post(`/:id/${path}`, againOnInvalid(showCase), async (req, res) => {
    const deciding = await decidingOn(req)
    const own = moderatedKind(deciding.case.kind)?.acts?.find(one => one.path === path)
    const { read } = found(own, !(own?.fromInside && deciding.fromOutside))
    const reading = read(req)
    await acts.performAct({ ...deciding, seen: reading.input.decisions }, reading)
    await showDecided(req, res, deciding.by)
  })
}

async function showDecided(req: Request, res: Response, by: Viewer) {
  const [record] = await presentCases([await caseFor(req)], by)
  changed(req, res, found(record), 'decided')
}

async function decidingOn(req: Request): Promise<acts.Deciding & { fromOutside: boolean }> {
  const by = signedIn(req)
  const subject = await caseFor(req)
  const author = await Member.findById(subject.author, 'role').lean()
  authorize(canDecide(by, { author: subject.author, authorRole: author?.role }))
  const fromOutside = await isFromOutside(by, subject)
  return { case: subject, thing: await thingOrSeen(subject), by, fromOutside }
}

/** Of what its author took back meanwhile, the case keeps the words that were reported. */
async function thingOrSeen({ kind, target, author, seen }: CaseRecord): Promise<Thing> {
  const words = { title: seen?.title ?? '', body: seen?.body ?? '', hidden: false }
  const gone = { kind, id: String(target), url: '', author: String(author), ...words }
  return (await thingOf(kind, target)) ?? gone
}

async function showQueue(req: Request, res: Response) {
  const viewer = signedIn(req)
  const query = parseQuery(forms.queueQuery, req)
  const address = addressOf(query)
  const { cases } = await casesFor(viewer, query)
  const list = await listPage(cases, query.page, address, records => presentCases(records, viewer))
  await respond(req, res, {
    view: 'moderation/index',
    data: { ...list.data, counts: await waitingCounts(viewer) },
    also: {
      ...list.also,
      rows: list.data.items.map(item => caseRow(item, language(res))),
      query,
      filters: [undefined, ...REASONS].map(motif => ({
        motif,
        url: addressOf({ ...query, motif }),
        current: motif === query.motif,
      })),
    },
    page: { title: res.locals.t('moderation.title'), nav: 'administration' },
  })
}

async function showWaiting(req: Request, res: Response) {
  const viewer = signedIn(req)
  const items = await waitingForLook(viewer, language(res))
  const counts = await waitingCounts(viewer)
  await respond(req, res, {
    view: 'moderation/review',
    data: { items, total: counts.review, next: null, counts },
    also: { reasons: REASONS },
    page: { title: res.locals.t('moderation.reviewTitle'), nav: 'administration' },
  })
}

async function waitingFor(req: Request) {
  const id = found(objectId.safeParse(req.params.id).data)
  const waiting = found(await waitingThing(id))
  const { author } = waiting
  const writer = await Member.findById(author, 'role').lean()
  found(waiting, canSeeCase(signedIn(req), waiting))
  authorize(canDecide(signedIn(req), { author, authorRole: writer?.role }))
  return waiting
}

function addressOf({ etat, motif }: Pick<forms.QueueQuery, 'etat' | 'motif'>) {
  const query = new URLSearchParams({
    ...(etat === 'closed' ? { etat: 'traites' } : {}),
    ...(motif ? { motif } : {}),
  })
  return query.size > 0 ? `/moderation?${query}` : '/moderation'
}
