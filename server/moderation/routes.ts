import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { z } from 'zod'
import { Member } from '../../models/member.ts'
import {
  type CaseRecord,
  REASONS,
  THING_KINDS,
  type ThingKind,
} from '../../models/moderation-case.ts'
import { isFromOutside } from '../people/groups/coordination.ts'
import { NotFound } from '../platform/errors.ts'
import { listPage } from '../platform/http/lists.ts'
import { objectId, parse, parseQuery } from '../platform/http/parse.ts'
import { language } from '../platform/http/preferences.ts'
import { againOnInvalid, changed, respond } from '../platform/http/respond.ts'
import { neverStored } from '../platform/http/security.ts'
import { authorize, found, signedIn, viewerOf } from '../platform/who/current.ts'
import * as acts from './acts.ts'
import { caseFor, showCase } from './case-page.ts'
import * as forms from './forms.ts'
import { canDecide, canModerate, canSeeCase } from './policy.ts'
import { caseRow, casesFor, presentCases, waitingCounts, waitingForLook } from './queue.ts'
import { accept, refuse, waitingThing } from './submissions.ts'
import { type Thing, thingOf } from './things.ts'

/** `/moderation`: what members report and what new ones write, for the coordination. For others it does not exist. */
export const moderationRoutes = Router()

const moderatorsOnly: RequestHandler = (req, _res, next) => {
  if (!canModerate(viewerOf(req))) throw new NotFound()
  next()
}

moderationRoutes.use(neverStored, moderatorsOnly)
moderationRoutes.get('/', showQueue)

moderationRoutes.get('/relecture', showWaiting)
moderationRoutes.post('/relecture/:id/accord', async (req, res) => {
  const thing = await accept(await waitingFor(req), signedIn(req))
  changed(req, res, { ...thing, url: REVIEW }, 'accepted')
})
moderationRoutes.post('/relecture/:id/refus', againOnInvalid(showWaiting), async (req, res) => {
  const waiting = await waitingFor(req)
  const thing = await refuse(waiting, signedIn(req), parse(forms.refusalForm, req))
  changed(req, res, { ...thing, url: REVIEW }, 'notAccepted')
})

moderationRoutes.get('/:id', showCase)

const REVIEW = '/moderation/relecture'
const CONTENT = THING_KINDS.filter(kind => kind !== 'member')
const THREAD: readonly ThingKind[] = ['thread']

/** They ask to know the other discussions of the place. */
const ARRANGING: ReadonlySet<string> = new Set(['deplacement', 'fusion'])

/** Each act is an address of its own below the case: what it is for, what it asks, what it does. */
act('masquage', CONTENT, forms.decisionForm, acts.hideIt)
act('retablissement', CONTENT, forms.quietForm, acts.restoreIt)
act('deplacement', THREAD, forms.moveForm, acts.moveIt)
act('fusion', THREAD, forms.mergeForm, acts.mergeIt)
act('verrou', THREAD, forms.lockForm, acts.lockIt)
act('avertissement', THING_KINDS, forms.sanctionForm, acts.warnThem)
act('suspension', THING_KINDS, forms.suspensionForm, acts.suspendThem)
act('exclusion', THING_KINDS, forms.sanctionForm, acts.excludeThem)
act('retour', THING_KINDS, forms.quietForm, acts.readmitThem)
act('classement', THING_KINDS, forms.quietForm, acts.dismissIt)

type Asked = { decisions?: number | undefined; word: string }

function act<S extends z.ZodType<Asked>>(
  name: string,
  kinds: readonly ThingKind[],
  form: S,
  work: (deciding: acts.Deciding, input: z.output<S>) => Promise<void>,
) {
  moderationRoutes.post(`/:id/${name}`, againOnInvalid(showCase), async (req, res) => {
    const deciding = await decidingOn(req)
    const reachable = !deciding.fromOutside || !ARRANGING.has(name)
    found(deciding, kinds.includes(deciding.case.kind) && reachable)
    const input = parse(form, req)
    await work({ ...deciding, seen: input.decisions }, input)
    const [record] = await presentCases([await caseFor(req)], deciding.by)
    changed(req, res, found(record), 'decided')
  })
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
  const thing = waiting.kind === 'resource' ? waiting.resource : waiting.submission
  const { author } = thing
  const writer = await Member.findById(author, 'role').lean()
  found(waiting, canSeeCase(signedIn(req), thing))
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
