import type { Types } from 'mongoose'
import { Gathering } from '../../../../models/gathering.ts'
import { Rating } from '../../../../models/rating.ts'
import { Room } from '../../../../models/room.ts'
import { RunReport } from '../../../../models/run-report.ts'
import { Thread } from '../../../../models/thread.ts'
import { FEW, messagesOf, repliesOf, versionsOf } from './records.ts'

type Id = Types.ObjectId
type Text = { title: string; at: Date; body: string }

/** The same words to read: one Markdown file a kind, each text under its date and its address. */
export const TEXTS: Record<string, (member: Id, base: string) => AsyncIterable<Text>> = {
  discussions: threads,
  reponses: replies,
  messages,
  ressources: resources,
  seances: runs,
  avis: ratings,
  rencontres: gatherings,
}

export async function* markdown(title: string, texts: AsyncIterable<Text>) {
  yield `# ${title}\n`
  for await (const { title, at, body } of texts)
    yield `\n---\n\n**${title}** (${at.toISOString().slice(0, 16).replace('T', ' ')} UTC)\n\n${body}\n`
}

async function* threads(author: Id, base: string) {
  const own = Thread.find({ author }, 'title body createdAt').lean().cursor(FEW)
  for await (const { _id, title, body, createdAt } of own)
    yield { title: `${title} ${base}/discussions/${_id}`, at: createdAt, body }
}

async function* replies(author: Id, base: string) {
  for await (const { _id, thread, body, createdAt } of repliesOf(author))
    if (body) yield { title: `${base}/discussions/${thread}/reponses/${_id}`, at: createdAt, body }
}

async function* messages(author: Id) {
  const rooms = new Map((await Room.find({}, 'title').lean()).map(r => [String(r._id), r.title]))
  for await (const { room, body, createdAt } of messagesOf(author))
    if (body) yield { title: rooms.get(String(room)) ?? '', at: createdAt, body }
}

async function* resources(editor: Id) {
  for await (const { title, version, summary, body, steps, ...rest } of versionsOf(editor)) {
    const at = 'savedAt' in rest ? rest.savedAt : rest.updatedAt
    const parts = steps.map(step => `### ${step.title}\n\n${step.body}`)
    yield { title: `${title}, ${version}`, at, body: [summary, body, ...parts].join('\n\n') }
  }
}

async function* runs(member: Id) {
  const own = RunReport.find({ member }, 'day changes body createdAt').lean().cursor(FEW)
  for await (const { day, changes, body, createdAt } of own)
    if (changes || body) yield { title: day, at: createdAt, body: [changes, body].join('\n\n') }
}

async function* ratings(member: Id) {
  const own = Rating.find({ member }, 'value body createdAt').lean().cursor(FEW)
  for await (const { value, body, createdAt } of own)
    if (body) yield { title: `${value}/5`, at: createdAt, body }
}

async function* gatherings(author: Id, base: string) {
  const own = Gathering.find({ author }, 'title slug description createdAt').lean().cursor(FEW)
  for await (const { title, slug, description, createdAt } of own)
    yield { title: `${title} ${base}/rencontres/${slug}`, at: createdAt, body: description }
}
