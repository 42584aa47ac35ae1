import { Decision, type DecisionRecord } from '../../models/decision.ts'
import { type CaseRecord, ModerationCase } from '../../models/moderation-case.ts'
import type { Thing } from '../platform/content/thing.ts'
import { Conflict } from '../platform/errors.ts'
import { plainText } from '../platform/markdown/render.ts'
import { services } from '../platform/services.ts'
import type { Word } from './forms.ts'

/** Decisions that change nothing for who wrote the thing: they hear of none of them. */
/** Good news is on their page; nobody needs a mail for it. */
const MAILED = new Set<DecisionRecord['act']>([
  ...(['hidden', 'restored', 'moved', 'merged', 'locked', 'edited'] as const),
  ...(['warned', 'suspended', 'excluded', 'readmitted', 'refused'] as const),
])

type About = Pick<Thing, 'kind' | 'id' | 'author' | 'title' | 'body'>
type Facts = Partial<Word> & {
  act: DecisionRecord['act']
  by: { id: string }
  case?: unknown
  until?: Date
}

/** Writes down what was decided and why, and tells the author by mail, in a job of its own. */
export async function decide(about: About, { act, by, word = '', ...facts }: Facts) {
  const decision = new Decision({
    ...facts,
    ...{ act, word, kind: about.kind, target: about.id, author: about.author },
    excerpt: plainText(about.title || about.body, 120),
    by: by.id,
    at: new Date(),
  })
  await decision.save()
  if (MAILED.has(act)) await services().jobs.soon('mail.moderated', { id: decision.id })
  return decision
}

/**
 * Takes the right to decide now: `seen` is how many decisions the moderator had before them. The second
 * of two moderators at once is told, by Conflict, that somebody else was there.
 */
export async function claim({ _id, decisions }: CaseRecord, seen = decisions) {
  const { matchedCount } = await ModerationCase.updateOne(
    { _id, decisions: seen },
    { $inc: { decisions: 1 } },
  )
  if (matchedCount === 0) throw new Conflict()
}

export async function closeCase({ _id }: Pick<CaseRecord, '_id'>) {
  await ModerationCase.updateOne(
    { _id },
    { $set: { state: 'closed', closedAt: new Date(), answered: false } },
  )
}

export function openAgain(id: unknown) {
  return ModerationCase.updateOne(
    { _id: id },
    { $set: { state: 'open', waitingSince: new Date(), answered: true }, $unset: { closedAt: 1 } },
  )
}
