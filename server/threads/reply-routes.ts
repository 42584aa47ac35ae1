import { type Request, type Response, Router } from 'express'
import { Reply, type ReplyRecord } from '../../models/reply.ts'
import { held, noNewLinks } from '../moderation/holding.ts'
import { noteRemoval } from '../moderation/removals.ts'
import { noteEdit } from '../moderation/traces.ts'
import { writersOf } from '../people/members/writers.ts'
import { Forbidden } from '../platform/errors.ts'
import { listPage } from '../platform/http/lists.ts'
import { pageQuery, parse, parseQuery } from '../platform/http/parse.ts'
import {
  againOnInvalid,
  changed,
  created,
  removed,
  respond,
  startForm,
  wantsJson,
} from '../platform/http/respond.ts'
import { groupSlugOf } from '../platform/who/audience.ts'
import { found, signedIn } from '../platform/who/current.ts'
import { editReply, postReply, removeReply } from './actions.ts'
import { replyForm } from './forms.ts'
import { showThread } from './pages.ts'
import { canEditReply, canRemoveReply, canReply } from './policy.ts'
import { pageOfNumber, presentReply, threadUrl } from './presenter.ts'
import { isPreview, previewAgain } from './preview.ts'
import { thingOfReply } from './things.ts'
import { replyFor, replyToChange, threadFor } from './visible.ts'

/** `/discussions/:id/reponses`: the addresses of replies never die, even taken back. */
export const replyRoutes = Router({ mergeParams: true })

replyRoutes.get('/', async (req, res) => {
  const thread = await threadFor(req)
  if (!wantsJson(req)) {
    res.redirect(303, threadUrl(thread._id))
    return
  }
  const { page } = parseQuery(pageQuery, req)
  const replies = Reply.find({ thread: thread._id }, '-once').sort({ number: 1 })
  const address = `${threadUrl(thread._id)}/reponses`
  const { data } = await listPage(replies, page, address, presentReplies)
  res.json(data)
})

replyRoutes.post('/', againOnInvalid(showThread), async (req, res) => {
  const thread = await threadFor(req)
  if (!canReply(signedIn(req), thread)) throw new Forbidden('threadLocked')
  if (isPreview(req)) return previewAgain(req, res, showThread)
  const input = parse(replyForm, req)
  const waits = { kind: 'reply', place: thread._id, ...input } as const
  if (!groupSlugOf(thread.audience) && (await held(req, res, waits))) return
  const reply = await postReply(thread, signedIn(req), input)
  created(req, res, await presentOne(reply))
})

/** The permanent link: wherever the reply stands today. */
replyRoutes.get('/:reply', async (req, res) => {
  const reply = await replyFor(req)
  if (wantsJson(req)) {
    res.json(await presentOne(reply))
    return
  }
  const page = pageOfNumber(reply.number)
  const search = page > 1 ? `?page=${page}` : ''
  res.redirect(303, `${threadUrl(reply.thread)}${search}#r${reply.number}`)
})

replyRoutes.get('/:reply/modifier', showEdit)
replyRoutes.post('/:reply/modifier', againOnInvalid(showEdit), async (req, res) => {
  const reply = await replyToChange(req, canEditReply)
  if (isPreview(req)) return previewAgain(req, res, showEdit)
  const input = parse(replyForm, req)
  await noNewLinks(signedIn(req), reply, input)
  const edited = found(await editReply(reply, input))
  await noteEdit(thingOfReply(reply), signedIn(req), edited)
  changed(req, res, await presentOne(edited), 'saved')
})

replyRoutes.post('/:reply/suppression', async (req, res) => {
  const reply = await replyToChange(req, canRemoveReply)
  await removeReply(reply, signedIn(req))
  await noteRemoval(thingOfReply(reply), signedIn(req))
  removed(req, res, (await presentOne(reply)).url, 'replyRemoved')
})

async function showEdit(req: Request, res: Response) {
  const reply = await replyToChange(req, canEditReply)
  const data = await presentOne(reply)
  startForm(res, { body: data.body })
  await respond(req, res, {
    view: 'threads/edit-reply',
    data,
    page: {
      title: res.locals.t('threads.editReplyTitle'),
      nav: 'discussions',
      scripts: ['composer.js'],
    },
  })
}

async function presentReplies(replies: ReplyRecord[]) {
  const writers = await writersOf(
    replies.flatMap(({ author, removedBy }) => (removedBy ? [author, removedBy] : [author])),
  )
  return replies.map(reply => presentReply(reply, { writers }))
}

async function presentOne(reply: ReplyRecord) {
  const writers = await writersOf([reply.author, reply.removedBy])
  return presentReply(reply, { writers })
}
