import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import { Types } from 'mongoose'
import { Submission, type SubmissionRecord } from '../../models/submission.ts'
import { isNew, linksElsewhere, mustWait } from '../people/members/trust.ts'
import { createOnce, sendingKey } from '../platform/content/sent-once.ts'
import { Invalid } from '../platform/errors.ts'
import { tellNext, wantsJson } from '../platform/http/respond.ts'
import { renderMarkdown } from '../platform/markdown/render.ts'
import { signedIn } from '../platform/who/current.ts'
import { presentWaiting } from './waiting.ts'

type Written = {
  kind: string
  place?: Types.ObjectId
  title?: string
  body: string
  category?: string | undefined
  resource?: Types.ObjectId | undefined
  clientId?: string | undefined
}

/**
 * Whether what a member sends has to be looked at first; it is then kept aside, and the answer (202, or
 * back to where they were) says so.
 */
export async function held(req: Request, res: Response, written: Written) {
  const author = signedIn(req)
  if (!(await mustWait(author, [written.title ?? '', written.body]))) return false
  const submission = presentWaiting(await keepAside(author, written))
  if (wantsJson(req)) res.status(202).location(submission.url).json(submission)
  else {
    tellNext(req, 'waiting')
    res.redirect(303, submission.url)
  }
  return true
}

/** A new member's later thoughts bring no link that nobody has looked at. */
export async function noNewLinks(
  editor: { id: string },
  before: { author: unknown; body: string; title?: string },
  after: { body: string; title?: string },
) {
  if (String(before.author) !== editor.id) return
  const had = linksOf(before)
  if (linksOf(after).every(link => had.includes(link))) return
  if (await isNew(editor.id)) throw new Invalid({ body: 'moderation.linkTooSoon' })
}

function linksOf({ title = '', body }: { title?: string; body: string }) {
  return [title, body].flatMap(linksElsewhere)
}

async function keepAside({ id }: { id: string }, written: Written) {
  const author = new Types.ObjectId(id)
  const { clientId, title = '', ...rest } = written
  const once = onceKey(id, written)
  const html = renderMarkdown(rest.body, { french: true, headingOffset: 2 })
  const submission = { ...rest, title, author, html, once, createdAt: new Date() }
  const { record } = await createOnce<SubmissionRecord>({
    create: async () => (await Submission.create(submission)).toObject(),
    same: () => Submission.findOne({ once }).lean<SubmissionRecord>(),
  })
  return record
}

function onceKey(author: string, { kind, place, clientId, title = '', body }: Written) {
  const words = createHash('sha256').update(`${title}\n${body}`).digest('base64url')
  return sendingKey(author, `${kind} ${place ?? ''}`, clientId ?? words)
}
