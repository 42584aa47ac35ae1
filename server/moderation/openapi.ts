import { z } from 'zod'
import { DECISIONS } from '../../models/words/decision.ts'
import { CASE_STATES, REASONS } from '../../models/words/moderation-case.ts'
import { writer } from '../people/members/openapi.ts'
import { moderatedKinds } from '../platform/content/kinds.ts'
import {
  type Area,
  changes,
  count,
  creates,
  id,
  listOf,
  maybe,
  moment,
  reads,
} from '../platform/openapi/operation.ts'
import * as forms from './forms.ts'

/** The name of a kind: `thread`, `reply`, `resource`… */
const kind = z.string()
const reason = z.enum(REASONS)
const counts = z.object({ open: count, review: count })

const report = z
  .object({
    ...{ id, url: z.string(), kind, target: id, reason, word: z.string(), createdAt: moment },
  })
  .meta({ id: 'Report' })

const subject = z
  .object({
    ...{ id, url: z.string(), kind, target: id, state: z.enum(CASE_STATES) },
    ...{ reasons: z.array(reason), reportCount: count, answered: z.boolean(), decisions: count },
    ...{ title: z.string(), excerpt: z.string(), author: maybe(writer), fromGroup: z.boolean() },
    ...{ waitingSince: moment, closedAt: maybe(moment) },
  })
  .meta({ id: 'Case' })

const thing = z
  .object({
    ...{ id, url: z.string(), kind, author: id, title: z.string(), body: z.string() },
    hidden: z.boolean(),
  })
  .meta({ id: 'Thing' })

const words = z.object({ title: z.string(), body: z.string() })

const whole = subject
  .extend({
    thing: maybe(thing.extend({ html: z.string() })),
    reports: z.array(
      z.object({ reporter: maybe(writer), reason, word: z.string(), createdAt: moment }),
    ),
    history: z.array(
      z.object({
        ...{ act: z.enum(DECISIONS), reason: maybe(reason), word: z.string(), at: moment },
        ...{ by: maybe(writer), until: maybe(moment) },
        ...{ answer: maybe(z.string()), answeredAt: maybe(moment) },
      }),
    ),
    edits: z.array(z.object({ editor: maybe(writer), before: words, after: words, at: moment })),
    earlier: z.array(subject),
  })
  .meta({ id: 'WholeCase' })

const waiting = z
  .object({
    ...{ id, url: z.string(), kind, place: maybe(id), title: z.string(), body: z.string() },
    ...{ html: z.string(), createdAt: moment, state: z.string(), appeal: maybe(z.string()) },
  })
  .meta({ id: 'Waiting' })

const decision = z
  .object({
    ...{ id, url: z.string(), kind, act: z.enum(DECISIONS), reason: maybe(reason) },
    ...{ word: z.string(), excerpt: z.string(), until: maybe(moment), at: moment },
    ...{ answer: maybe(z.string()), answeredAt: maybe(moment), canAnswer: z.boolean() },
  })
  .meta({ id: 'Decision' })

const why = { reason: 'unsuitable', word: 'Restons courtois.' }
const inAWeek = new Date(Date.now() + 7 * 24 * 3600 * 1000).toISOString()

const reporting = {
  form: forms.reportForm,
  answer: report,
  example: { body: { reason: 'outdated', word: 'Ce site a fermé.' } },
}

const act = (
  name: string,
  path: string,
  form: z.ZodType,
  body: Record<string, unknown> = { word: 'C’est réparé.' },
) => changes(name, `/moderation/:id/${path}`, { form, answer: subject, example: { body } })

export const moderationArea = (): Area => ({
  name: 'moderation',
  operations: [
    ...moderatedKinds().map(({ name, address }) =>
      creates(reportId(name), `${address}/signalement`, reporting),
    ),
    reads('listCases', '/moderation', {
      query: forms.queueQuery,
      answer: listOf(subject).extend({ counts }),
    }),
    reads('readCase', '/moderation/:id', { answer: whole }),
    act('hideContent', 'masquage', forms.decisionForm, why),
    act('restoreContent', 'retablissement', forms.quietForm),
    ...moderatedKinds()
      .flatMap(({ acts = [] }) => acts)
      .map(({ path, form, operation }) => act(operation.id, path, form, operation.example)),
    act('warnAuthor', 'avertissement', forms.sanctionForm, why),
    act('suspendAuthor', 'suspension', forms.suspensionForm, { ...why, until: inAWeek }),
    act('excludeAuthor', 'exclusion', forms.sanctionForm, why),
    act('readmitAuthor', 'retour', forms.quietForm),
    act('dismissCase', 'classement', forms.quietForm, { word: '' }),
    reads('listWaiting', '/moderation/relecture', {
      answer: listOf(waiting.extend({ author: maybe(writer) })).extend({ counts }),
    }),
    changes('acceptWaiting', '/moderation/relecture/:id/accord', { answer: thing }),
    changes('refuseWaiting', '/moderation/relecture/:id/refus', {
      form: forms.refusalForm,
      answer: thing,
      example: { body: why },
    }),
    reads('listMyDecisions', '/compte/moderation', {
      answer: listOf(
        decision.extend({ edit: maybe(z.object({ before: words, after: words })) }),
      ).extend({ waiting: z.array(waiting) }),
    }),
    changes('answerDecision', '/compte/moderation/:id/reponse', {
      form: forms.answerForm,
      answer: decision,
      example: { body: { body: 'Je ne le savais pas, merci.' } },
    }),
  ],
})

/** `run` → `reportRun`. */
function reportId(name: string) {
  return `report${name.charAt(0).toUpperCase()}${name.slice(1)}`
}
