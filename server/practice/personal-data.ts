import type { Types } from 'mongoose'
import type { MemberRecord } from '../../models/member.ts'
import { Rating } from '../../models/rating.ts'
import type { ResourceRecord } from '../../models/resource.ts'
import { RunReport } from '../../models/run-report.ts'
import { Verification } from '../../models/verification.ts'
import { countAgain } from '../library/tally.ts'
import {
  FEW,
  INNER,
  type OwnFile,
  type OwnText,
  type PersonalData,
} from '../platform/content/personal-data.ts'
import { dropPhoto } from './runs/photo.ts'

type Id = Types.ObjectId

export const practiceData: PersonalData = {
  records: {
    seances: member => RunReport.find({ member }, INNER).lean().cursor(FEW),
    avis: member => Rating.find({ member }, INNER).lean().cursor(FEW),
    verifications: member => Verification.find({ member }, '-__v').lean().cursor(FEW),
  },
  texts: { seances: runTexts, avis: ratingTexts },
  files: photosOf,
  eraseWords: removeGivenBack,
}

async function* runTexts(member: Id): AsyncIterable<OwnText> {
  const own = RunReport.find({ member }, 'day changes body createdAt').lean().cursor(FEW)
  for await (const { day, changes, body, createdAt } of own)
    if (changes || body) yield { title: day, at: createdAt, body: [changes, body].join('\n\n') }
}

async function* ratingTexts(member: Id): AsyncIterable<OwnText> {
  const own = Rating.find({ member }, 'value body createdAt').lean().cursor(FEW)
  for await (const { value, body, createdAt } of own)
    if (body) yield { title: `${value}/5`, at: createdAt, body }
}

async function* photosOf(member: Id): AsyncIterable<OwnFile> {
  const pictured = { member, photo: { $ne: null } }
  for await (const { _id, day, photo } of RunReport.find(pictured, 'day photo').lean().cursor(FEW))
    if (photo) yield { key: photo.key, path: `fichiers/seances/${day}-${_id}.webp` }
}

/** What they told of workshops, tried and thought, of others' sheets: each is counted again without them. */
async function removeGivenBack({ _id: member }: MemberRecord) {
  const about = new Map<string, ResourceRecord['_id']>()
  for await (const { _id, resource, photo } of RunReport.find({ member }, 'resource photo')
    .lean()
    .cursor()) {
    await dropPhoto(photo)
    await RunReport.deleteOne({ _id })
    about.set(String(resource), resource)
  }
  const others = [
    ...(await Rating.find({ member }, 'resource').lean()),
    ...(await Verification.find({ member }, 'resource').lean()),
  ]
  for (const { resource } of others) about.set(String(resource), resource)
  await Rating.deleteMany({ member })
  await Verification.deleteMany({ member })
  for (const resource of about.values()) await countAgain(resource)
}

/** Its sheet is gone for good: what others said of it speaks of nothing any more. */
export async function removeAround(resource: ResourceRecord['_id']) {
  for (const { photo } of await RunReport.find({ resource }, 'photo').lean()) await dropPhoto(photo)
  await RunReport.deleteMany({ resource })
  await Rating.deleteMany({ resource })
  await Verification.deleteMany({ resource })
}
