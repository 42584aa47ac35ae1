import { type Request, type Response, Router } from 'express'
import type { ThreadRecord } from '../../models/thread.ts'
import { held, noNewLinks } from '../moderation/holding.ts'
import { noteRemoval } from '../moderation/removals.ts'
import { noteEdit } from '../moderation/traces.ts'
import { audienceRoute } from '../people/groups/audience-route.ts'
import { canMove, checkMove } from '../people/groups/moving.ts'
import { record } from '../platform/audit/record.ts'
import { markRead } from '../platform/content/read-marks.ts'
import { Invalid } from '../platform/errors.ts'
import { askedAudience, groupAsked } from '../platform/http/audience-form.ts'
import { parse, textOf } from '../platform/http/parse.ts'
import { language } from '../platform/http/preferences.ts'
import {
  againOnInvalid,
  changed,
  created,
  removed,
  respond,
  startForm,
} from '../platform/http/respond.ts'
import { checkAudience, groupSlugOf } from '../platform/who/audience.ts'
import { found, signedIn } from '../platform/who/current.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { editThread, lockThread, moveThread, openThread, removeThread } from './actions.ts'
import { categories, categoryOf, presentCategory } from './categories.ts'
import { LONGEST_TITLE, lockForm, previewForm, readingForm, threadForm } from './forms.ts'
import { showList, showThread, threadAudiences } from './pages.ts'
import { canBeFor, canEditThread, canLock, canRemoveThread } from './policy.ts'
import { threadUrl } from './presenter.ts'
import { isPreview, newClientId, previewAgain, rendered } from './preview.ts'
import { questionOf, sheetAsked } from './questions.ts'
import { presentOne } from './reading.ts'
import { replyRoutes } from './reply-routes.ts'
import { thingOfThread } from './things.ts'
import { threadFor, threadToChange } from './visible.ts'
import { whereItWent } from './went.ts'

/** Discussions: for members only, whatever the address. */
export const threadRoutes = Router()

threadRoutes.use((req, _res, next) => {
  signedIn(req)
  next()
})

threadRoutes.get('/', showList)
threadRoutes.get('/nouvelle', showNew)
threadRoutes.post('/', againOnInvalid(showNew), async (req, res) => {
  if (isPreview(req)) return previewAgain(req, res, showNew)
  const input = parse(threadForm, req)
  const audience = askedAudience(input, 'network')
  checkFor(signedIn(req), audience)
  const resource = (await sheetAsked(input.resource, signedIn(req)))?._id
  // What a group says among itself is its keepers' to look at.
  if (!groupSlugOf(audience) && (await held(req, res, { kind: 'thread', ...input, resource })))
    return
  const thread = await openThread(signedIn(req), input, { resource })
  created(req, res, await presentOne(thread, language(res)))
})

threadRoutes.get('/:id', showThread)

threadRoutes.get('/:id/modifier', showEdit)
threadRoutes.post('/:id/modifier', againOnInvalid(showEdit), async (req, res) => {
  const thread = await threadToChange(req, canEditThread)
  if (isPreview(req)) return previewAgain(req, res, showEdit)
  const input = parse(threadForm, req)
  await noNewLinks(signedIn(req), thread, input)
  const audience = askedAudience(input, thread.audience ?? 'network')
  if (audience !== (thread.audience ?? 'network'))
    await checkMoveTo(signedIn(req), thread, audience)
  const edited = found(await editThread(thread, input))
  await noteEdit(thingOfThread(thread), signedIn(req), edited)
  const saved = found(await moveThread(edited, audience))
  changed(req, res, await presentOne(saved, language(res)), 'saved')
})

threadRoutes.post(
  '/:id/audience',
  againOnInvalid(showThread),
  audienceRoute({
    kind: 'thread',
    find: req => threadToChange(req, canMove),
    check: async (_viewer, _thread, audience) => checkCanBeFor(audience),
    move: async (_viewer, thread, audience) => found(await moveThread(thread, audience)),
    present: (thread, _req, res) => presentOne(thread, language(res)),
  }),
)

threadRoutes.post('/:id/suppression', async (req, res) => {
  const thread = await threadToChange(req, canRemoveThread)
  await removeThread(thread)
  await noteRemoval(thingOfThread(thread), signedIn(req))
  removed(req, res, '/discussions', 'threadRemoved')
})

threadRoutes.post('/:id/verrou', async (req, res) => {
  const thread = await threadToChange(req, canLock)
  const { locked } = parse(lockForm, req)
  await lockThread(thread, locked)
  const act = locked ? 'thread.locked' : 'thread.unlocked'
  await record(signedIn(req), act, { kind: 'thread', id: thread._id, label: thread.title })
  const shown = await presentOne({ ...thread, locked }, language(res))
  changed(req, res, shown, locked ? 'threadLocked' : 'threadUnlocked')
})

/** A page that shows replies as they come says how far its reader has seen them. */
threadRoutes.post('/:id/lecture', async (req, res) => {
  const thread = await threadFor(req)
  const { number } = parse(readingForm, req)
  await markRead(
    signedIn(req).id,
    'thread',
    String(thread._id),
    Math.min(number, thread.lastNumber),
  )
  removed(req, res, threadUrl(thread._id))
})

threadRoutes.use('/:id/reponses', replyRoutes)

/** What is not there any more, for those who knew it. */
threadRoutes.use('/:id', whereItWent)

/** `POST /apercu`: Markdown as it will stand on the page. */
export const previewRoutes = Router()

previewRoutes.post('/apercu', async (req, res) => {
  signedIn(req)
  const { body } = parse(previewForm, req)
  await respond(req, res, {
    view: 'threads/preview',
    data: { html: rendered(body) },
    page: { title: res.locals.t('threads.preview') },
  })
})

function checkFor(viewer: Viewer, audience: string) {
  checkAudience(viewer, audience)
  checkCanBeFor(audience)
}

function checkCanBeFor(audience: string) {
  if (!canBeFor(audience)) throw new Invalid({ audience: 'invalid.choice' })
}

async function checkMoveTo(viewer: Viewer, thread: ThreadRecord, audience: string) {
  checkFor(viewer, audience)
  await checkMove(viewer, thread, audience)
}

async function showNew(req: Request, res: Response) {
  const chosen = await categoryOf(textOf(req.query.categorie) || undefined)
  const asked = textOf(req.query.ressource) || textOf(req.body?.resource)
  const about = await questionOf(asked || undefined, signedIn(req), res.locals.t)
  const audience = about?.audience ?? askedAudience({ group: groupAsked(req) }, 'network')
  const title = textOf(req.query.titre).slice(0, LONGEST_TITLE)
  startForm(res, {
    title,
    category: chosen?.slug,
    clientId: newClientId(),
    audience,
    ...about?.start,
  })
  await showForm(req, res, {
    view: 'threads/new',
    data: { url: '/discussions/nouvelle' },
    also: { about: about?.sheet },
    title: res.locals.t('threads.newTitle'),
  })
}

async function showEdit(req: Request, res: Response) {
  const thread = await threadToChange(req, canEditThread)
  const data = await presentOne(thread, language(res))
  const { title, body, audience } = data
  startForm(res, { title, body, category: data.category?.slug, audience })
  await showForm(req, res, {
    view: 'threads/edit',
    data,
    also: { canRemove: canRemoveThread(signedIn(req), thread) },
    title: res.locals.t('threads.editTitle'),
  })
}

type Form = { view: string; data: object; also?: object; title: string }

async function showForm(req: Request, res: Response, { view, data, also, title }: Form) {
  const choices = (await categories()).map(category => {
    const { slug, name } = presentCategory(category, language(res))
    return { value: slug, label: name }
  })
  const audiences = await threadAudiences(signedIn(req), res)
  await respond(req, res, {
    view,
    data,
    also: { ...also, choices, audiences: audiences.length > 1 ? audiences : [] },
    page: { title, nav: 'discussions', scripts: ['composer.js', 'kept.js'] },
  })
}
