import { z } from 'zod'
import { TONES } from '../../models/words/category.ts'
import { moveForm } from '../people/groups/forms.ts'
import { writer } from '../people/members/openapi.ts'
import { pageQuery } from '../platform/http/parse.ts'
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
  removes,
} from '../platform/openapi/operation.ts'
import { audienceSchema } from '../platform/who/audience.ts'
import { listQuery, lockForm, previewForm, readingForm, replyForm, threadForm } from './forms.ts'

const category = z
  .object({
    id,
    slug: z.string(),
    url: z.string(),
    name: z.string(),
    description: z.string(),
    tone: z.enum(TONES),
  })
  .meta({ id: 'Category' })

const threadLine = z
  .object({
    id,
    url: z.string(),
    title: z.string(),
    category: maybe(category),
    author: maybe(writer),
    audience: audienceSchema,
    locked: z.boolean(),
    replyCount: count,
    lastReply: maybe(z.object({ number: count, author: maybe(writer), at: moment })),
    lastActivityAt: moment,
    createdAt: moment,
    editedAt: maybe(moment),
  })
  .meta({ id: 'ThreadLine' })

/** The resource that it asks about, when its page is read. */
const sheet = z.object({ title: z.string(), slug: z.string(), url: z.string() })
const thread = threadLine
  .extend({ body: z.string(), html: z.string(), resource: sheet.nullable().optional() })
  .meta({ id: 'Thread' })

const reply = z
  .object({
    id,
    url: z.string(),
    thread: id,
    number: count,
    author: maybe(writer),
    body: z.string(),
    html: z.string(),
    createdAt: moment,
    editedAt: maybe(moment),
    removed: z.boolean(),
    hidden: z.boolean(),
    removedBy: maybe(writer),
  })
  .meta({ id: 'Reply' })

const list = listQuery.extend({
  filtre: z.enum(['non-lues', 'miennes', 'sans-reponse']).optional(),
})

export const threadsArea: Area = {
  name: 'threads',
  operations: [
    reads('listThreads', '/discussions', {
      query: list,
      answer: listOf(threadLine),
      example: { query: { filtre: 'sans-reponse' } },
    }),
    creates('openThread', '/discussions', {
      form: threadForm,
      answer: thread,
      example: {
        body: {
          title: 'Qui a déjà prêté ses tablettes ?',
          body: 'On nous les demande **de plus en plus**.',
        },
      },
    }),
    reads('readThread', '/discussions/:id', {
      query: pageQuery,
      answer: thread.extend({ replies: listOf(reply) }),
    }),
    changes('editThread', '/discussions/:id/modifier', {
      form: threadForm,
      answer: thread,
      example: { body: { title: 'Qui prête ses tablettes ?', body: 'Une semaine, par exemple.' } },
    }),
    removes('removeThread', '/discussions/:id/suppression'),
    changes('lockThread', '/discussions/:id/verrou', {
      form: lockForm,
      answer: thread,
      example: { body: { locked: true } },
    }),
    changes('changeThreadAudience', '/discussions/:id/audience', {
      form: moveForm,
      answer: thread,
      example: { body: { audience: 'network' } },
    }),
    removes('markThreadRead', '/discussions/:id/lecture', {
      form: readingForm,
      example: { body: { number: 1 } },
    }),
    reads('listReplies', '/discussions/:id/reponses', { query: pageQuery, answer: listOf(reply) }),
    creates('postReply', '/discussions/:id/reponses', {
      form: replyForm,
      answer: reply,
      example: { body: { body: "Nous, avec une convention d'une page." } },
    }),
    reads('readReply', '/discussions/:id/reponses/:reply', { answer: reply }),
    changes('editReply', '/discussions/:id/reponses/:reply/modifier', {
      form: replyForm,
      answer: reply,
      example: { body: { body: 'Nous, avec une convention de deux pages.' } },
    }),
    removes('removeReply', '/discussions/:id/reponses/:reply/suppression'),
    changes('previewMarkdown', '/apercu', {
      form: previewForm,
      answer: z.object({ html: z.string() }),
      example: { body: { body: 'Du **Markdown**.' } },
    }),
  ],
}
