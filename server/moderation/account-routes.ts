import { type Request, type Response, Router } from 'express'
import { Decision, type DecisionRecord } from '../../models/decision.ts'
import { EditTrace, type EditTraceRecord } from '../../models/edit-trace.ts'
import { Submission, type SubmissionRecord } from '../../models/submission.ts'
import { Conflict } from '../platform/errors.ts'
import { listPage } from '../platform/http/lists.ts'
import { objectId, pageQuery, parse, parseQuery } from '../platform/http/parse.ts'
import { language } from '../platform/http/preferences.ts'
import { againOnInvalid, changed, respond } from '../platform/http/respond.ts'
import { neverStored } from '../platform/http/security.ts'
import type { Language } from '../platform/i18n/index.ts'
import { formatDateTime } from '../platform/time/format.ts'
import { found, signedIn } from '../platform/who/current.ts'
import { openAgain } from './decisions.ts'
import { answerForm } from './forms.ts'
import { presentWaiting } from './waiting.ts'

/** `/compte/moderation`: what was decided about one's own things, why, and one's answer. */
export const myModerationRoutes = Router()

const ADDRESS = '/compte/moderation'
/** Of good news there is nothing to answer. */
const ANSWERABLE: readonly string[] = [
  ...['hidden', 'refused', 'warned', 'suspended', 'edited', 'moved', 'merged', 'locked'],
]

myModerationRoutes.use(neverStored, (req, _res, next) => {
  signedIn(req)
  next()
})

myModerationRoutes.get('/', showMine)

myModerationRoutes.post('/:id/reponse', againOnInvalid(showMine), async (req, res) => {
  const decision = await ownDecision(req)
  const { body } = parse(answerForm, req)
  await answer(decision, body)
  const answered = { ...present(decision), answer: body }
  changed(req, res, { ...answered, url: ADDRESS }, 'answered')
})

async function showMine(req: Request, res: Response) {
  const { id: author } = signedIn(req)
  const { page } = parseQuery(pageQuery, req)
  const told = Decision.find({ author, act: { $ne: 'dismissed' } }).sort({ at: -1 })
  const list = await listPage(told, page, ADDRESS, async records => withEdits(records))
  const waiting = await Submission.find({ author, answer: null })
    .sort({ createdAt: 1 })
    .limit(20)
    .lean<SubmissionRecord[]>()
  await respond(req, res, {
    view: 'moderation/mine',
    data: { ...list.data, waiting: waiting.map(presentWaiting) },
    also: {
      ...list.also,
      rows: list.data.items.map(item => ({ ...item, ...daysOf(item, language(res)) })),
      answering: req.params.id,
    },
    page: { title: res.locals.t('moderation.mineTitle'), nav: 'compte' },
  })
}

async function ownDecision(req: Request) {
  const _id = found(objectId.safeParse(req.params.id).data)
  const decision = await Decision.findOne({ _id, author: signedIn(req).id }).lean<DecisionRecord>()
  return found(decision, decision !== null && ANSWERABLE.includes(decision.act))
}

/** Once: it opens the case again, or brings back what was refused before somebody's eyes. */
async function answer({ _id, case: subject, act, target }: DecisionRecord, body: string) {
  const { matchedCount } = await Decision.updateOne(
    { _id, answer: null },
    { $set: { answer: body, answeredAt: new Date() } },
  )
  if (matchedCount === 0) throw new Conflict('answeredOnce')
  if (subject) await openAgain(subject)
  else if (act === 'refused') {
    await Submission.updateOne(
      { _id: target, answer: 'refused' },
      { $set: { appeal: body }, $unset: { answer: 1 } },
    )
  }
}

function present(decision: DecisionRecord) {
  const { _id, kind, act, reason, word, excerpt, until, at, answer, answeredAt } = decision
  return {
    id: String(_id),
    url: ADDRESS,
    ...{ kind, act, reason: reason ?? null, word, excerpt },
    until: until?.toISOString() ?? null,
    at: at.toISOString(),
    answer: answer ?? null,
    answeredAt: answeredAt?.toISOString() ?? null,
    canAnswer: !answer && ANSWERABLE.includes(act),
  }
}

/** What a moderator changed in one's words, before and after. */
async function withEdits(decisions: DecisionRecord[]) {
  const edited = decisions.filter(({ act }) => act === 'edited').map(({ target }) => target)
  const traces = edited.length
    ? await EditTrace.find({ kind: { $in: kindsOf(decisions) }, target: { $in: edited } })
        .sort({ at: 1 })
        .limit(100)
        .lean<EditTraceRecord[]>()
    : []
  return decisions.map(decision => ({ ...present(decision), edit: editOf(decision, traces) }))
}

function kindsOf(decisions: DecisionRecord[]) {
  return [...new Set(decisions.map(({ kind }) => kind))]
}

/** The trace that was left just before the decision was written. */
function editOf({ act, target, at }: DecisionRecord, traces: EditTraceRecord[]) {
  if (act !== 'edited') return null
  const trace = traces.findLast(one => one.target.equals(target) && one.at <= at)
  return trace ? { before: trace.before, after: trace.after } : null
}

function daysOf({ at, until }: { at: string; until: string | null }, spoken: Language) {
  const day = (iso: string) => formatDateTime(new Date(iso), spoken)
  return { day: day(at), untilDay: until && day(until) }
}
