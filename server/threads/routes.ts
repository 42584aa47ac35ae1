import { type Request, type Response, Router } from 'express'
import { found, signedIn } from '../auth/current.ts'
import { parse } from '../http/parse.ts'
import { language } from '../http/preferences.ts'
import { againOnInvalid, changed, created, removed, respond, startForm } from '../http/respond.ts'
import { markRead } from '../reading/marks.ts'
import { editThread, lockThread, openThread, removeThread } from './actions.ts'
import { categories, categoryOf, presentCategory } from './categories.ts'
import { lockForm, previewForm, readingForm, threadForm } from './forms.ts'
import { showList, showThread } from './pages.ts'
import { canEditThread, canLock, canRemoveThread } from './policy.ts'
import { threadUrl } from './presenter.ts'
import { isPreview, newClientId, previewAgain, rendered } from './preview.ts'
import { presentOne } from './reading.ts'
import { replyRoutes } from './reply-routes.ts'
import { threadFor, threadToChange } from './visible.ts'

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
  const thread = await openThread(signedIn(req), parse(threadForm, req))
  created(req, res, await presentOne(thread, language(res)))
})

threadRoutes.get('/:id', showThread)

threadRoutes.get('/:id/modifier', showEdit)
threadRoutes.post('/:id/modifier', againOnInvalid(showEdit), async (req, res) => {
  const thread = await threadToChange(req, canEditThread)
  if (isPreview(req)) return previewAgain(req, res, showEdit)
  const edited = found(await editThread(thread, parse(threadForm, req)))
  changed(req, res, await presentOne(edited, language(res)), 'saved')
})

threadRoutes.post('/:id/suppression', async (req, res) => {
  await removeThread(await threadToChange(req, canRemoveThread))
  removed(req, res, '/discussions', 'threadRemoved')
})

threadRoutes.post('/:id/verrou', async (req, res) => {
  const thread = await threadToChange(req, canLock)
  const { locked } = parse(lockForm, req)
  await lockThread(thread, locked)
  const record = await presentOne({ ...thread, locked }, language(res))
  changed(req, res, record, locked ? 'threadLocked' : 'threadUnlocked')
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

async function showNew(req: Request, res: Response) {
  const chosen = await categoryOf(String(req.query.categorie ?? '') || undefined)
  startForm(res, { category: chosen?.slug, clientId: newClientId() })
  await showForm(req, res, {
    view: 'threads/new',
    data: { url: '/discussions/nouvelle' },
    title: res.locals.t('threads.newTitle'),
  })
}

async function showEdit(req: Request, res: Response) {
  const thread = await threadToChange(req, canEditThread)
  const data = await presentOne(thread, language(res))
  startForm(res, { title: data.title, body: data.body, category: data.category?.slug })
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
  await respond(req, res, {
    view,
    data,
    also: { ...also, choices },
    page: { title, nav: 'discussions', scripts: ['composer.js'] },
  })
}
