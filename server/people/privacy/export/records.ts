import type { Types } from 'mongoose'
import { AuditEntry } from '../../../../models/audit-entry.ts'
import { Collection } from '../../../../models/collection.ts'
import { Decision } from '../../../../models/decision.ts'
import { Draft } from '../../../../models/draft.ts'
import { EditTrace } from '../../../../models/edit-trace.ts'
import { Gathering } from '../../../../models/gathering.ts'
import { Group } from '../../../../models/group.ts'
import { Identity } from '../../../../models/identity.ts'
import { KnownDevice } from '../../../../models/known-device.ts'
import { Message } from '../../../../models/message.ts'
import { Passkey } from '../../../../models/passkey.ts'
import { Rating } from '../../../../models/rating.ts'
import { ReadMark } from '../../../../models/read-mark.ts'
import { Reply } from '../../../../models/reply.ts'
import { Report } from '../../../../models/report.ts'
import { Resource } from '../../../../models/resource.ts'
import { Revision } from '../../../../models/revision.ts'
import { RunReport } from '../../../../models/run-report.ts'
import { SavedSearch } from '../../../../models/saved-search.ts'
import { SignIn } from '../../../../models/sign-in.ts'
import { Submission } from '../../../../models/submission.ts'
import { Thread } from '../../../../models/thread.ts'
import { Token } from '../../../../models/token.ts'
import { Verification } from '../../../../models/verification.ts'
import { Visit } from '../../../../models/visit.ts'

type Id = Types.ObjectId
type Rows = (member: Id) => AsyncIterable<object>

/** Records that are in memory at once: long ones would otherwise come by 16 MB. */
export const FEW = { batchSize: 100 }

/** What the hub holds for itself: what proves a secret, what was rendered. */
const INNER = '-__v -html -once'

/** Every kind of record that is a member's own, by the name of its file. Never another's words. */
export const RECORDS: Record<string, Rows> = {
  discussions: author =>
    Thread.find({ author }, `${INNER} -participants -lastReply`).lean().cursor(FEW),
  reponses: repliesOf,
  messages: messagesOf,
  ressources: author => Resource.find({ author }, FACTS).lean().cursor(FEW),
  collections: author => Collection.find({ author }, '-__v').lean().cursor(FEW),
  versions: versionsOf,
  seances: member => RunReport.find({ member }, INNER).lean().cursor(FEW),
  avis: member => Rating.find({ member }, INNER).lean().cursor(FEW),
  verifications: member => Verification.find({ member }, '-__v').lean().cursor(FEW),
  brouillons: member =>
    Draft.find({ member }, '-member -place -tab -writtenAt -spent').lean().cursor(FEW),
  rencontres: author => Gathering.find({ author }, `${INNER} -attendeesHtml`).lean().cursor(FEW),
  'en-attente': author => Submission.find({ author }, INNER).lean().cursor(FEW),
  signalements: reporter => Report.find({ reporter }, '-__v').lean().cursor(FEW),
  decisions: author => Decision.find({ author }, '-__v -by').lean().cursor(FEW),
  modifications: author => EditTrace.find({ author }, '-__v -editor').lean().cursor(FEW),
  recherches: member => SavedSearch.find({ member }, '-__v -member').lean().cursor(FEW),
  jetons: member => Token.find({ member }, '-__v -hash -once').lean().cursor(FEW),
  connexions: member => SignIn.find({ member }, '-sid -device').lean().cursor(FEW),
  cles: member => Passkey.find({ member }, 'name createdAt lastUsedOn').lean().cursor(FEW),
  identites: member => Identity.find({ member }, 'issuer linkedAt').lean().cursor(FEW),
  groupes: member => Group.find({ members: member }, 'slug title kind').lean().cursor(FEW),
  appareils: member => KnownDevice.find({ member }, 'expiresAt').lean().cursor(FEW),
  lectures: member => ReadMark.find({ member }, '-__v -member').lean().cursor(FEW),
  visites: _id => Visit.find({ _id }).lean().cursor(FEW),
  journal: member =>
    AuditEntry.find({ actor: String(member) }, 'seq at act targetKind targetId')
      .lean()
      .cursor(FEW),
}

const FACTS =
  'slug kind title state audience licence version attachments adaptedFrom.resource adaptedFrom.version adaptable createdAt updatedAt'

/** Their words also where the moderation hides them from others. */
export async function* repliesOf(author: Id) {
  for await (const reply of Reply.find({ author }).select('+withheld').lean().cursor(FEW)) {
    const { _id, thread, number, createdAt, editedAt, removedAt, hiddenAt } = reply
    const body = reply.withheld?.body ?? reply.body
    yield { _id, thread, number, body, createdAt, editedAt, removedAt, hiddenAt }
  }
}

export async function* messagesOf(author: Id) {
  for await (const message of Message.find({ author }).select('+withheld').lean().cursor(FEW)) {
    const { _id, room, seq, createdAt, editedAt, removedAt, hiddenAt } = message
    const body = message.withheld?.body ?? message.body
    yield { _id, room, seq, body, createdAt, editedAt, removedAt, hiddenAt }
  }
}

const SHELF =
  '-__v -html -publicKeys -themeKeys -equipment -sortTitle -sortMinutes -computersNeeded -mostPeople -tally -checkOn -remindedOf -adaptedFrom.ancestors'

/** The versions that they saved themselves, of their own resources and of others'. */
export async function* versionsOf(editor: Id) {
  for await (const version of Revision.find({ editor }, '-__v -html -editor').lean().cursor(FEW))
    yield withoutHtml(version)
  for await (const current of Resource.find({ editor }, `${SHELF} -author -editor`)
    .lean()
    .cursor(FEW))
    yield withoutHtml({ ...current, resource: current._id })
}

function withoutHtml<V extends { steps: { title: string; body: string }[] }>(version: V) {
  return { ...version, steps: version.steps.map(step => ({ ...step, html: undefined })) }
}
