import type { Types } from 'mongoose'
import { Draft } from '../../models/draft.ts'
import type { MemberRecord } from '../../models/member.ts'
import { Resource } from '../../models/resource.ts'
import { Revision } from '../../models/revision.ts'
import { dropFiles } from '../platform/attachments/keep.ts'
import { removeAbout } from '../platform/content/kinds.ts'
import {
  FEW,
  type OwnText,
  type PersonalData,
  placedFiles,
} from '../platform/content/personal-data.ts'
import { removeDraftsOf } from './drafts/actions.ts'

export const libraryData: PersonalData = {
  records: {
    ressources: author => Resource.find({ author }, FACTS).lean().cursor(FEW),
    versions: versionsOf,
    brouillons: member =>
      Draft.find({ member }, '-member -place -tab -writtenAt -spent').lean().cursor(FEW),
  },
  texts: { ressources: versionTexts },
  files: filesOf,
  eraseWords: removeResources,
  erase: ({ _id }) => removeDraftsOf(_id),
}

type Id = Types.ObjectId

const FACTS =
  'slug kind title state audience licence version attachments adaptedFrom.resource adaptedFrom.version adaptable createdAt updatedAt'

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

async function* versionTexts(editor: Id): AsyncIterable<OwnText> {
  for await (const { title, version, summary, body, steps, ...rest } of versionsOf(editor)) {
    const at = 'savedAt' in rest ? rest.savedAt : rest.updatedAt
    const parts = steps.map(step => `### ${step.title}\n\n${step.body}`)
    yield { title: `${title}, ${version}`, at, body: [summary, body, ...parts].join('\n\n') }
  }
}

async function* filesOf(member: Id) {
  const own = Resource.find({ author: member }, 'slug attachments').lean().cursor(FEW)
  for await (const resource of own) yield* placedFiles('ressources', resource)
  const drafts = Draft.find({ member }, 'attachments').lean().cursor(FEW)
  for await (const { _id, attachments } of drafts)
    yield* placedFiles('brouillons', { slug: String(_id), attachments })
}

/** With its files and versions; one that somebody else has rewritten is theirs as well, and stays. */
async function removeResources({ _id: author }: MemberRecord) {
  const own = Resource.find({ author }, 'editor attachments').lean().cursor()
  for await (const { _id, editor, attachments } of own) {
    const others = { resource: _id, editor: { $nin: [author, null] } }
    const shared = (editor && !editor.equals(author)) || (await Revision.exists(others))
    if (shared) continue
    await dropFiles(attachments)
    await Revision.deleteMany({ resource: _id })
    await removeAbout('resource', _id)
    await Resource.deleteOne({ _id })
  }
}
