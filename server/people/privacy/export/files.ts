import type { Types } from 'mongoose'
import { Draft } from '../../../../models/draft.ts'
import { Gathering } from '../../../../models/gathering.ts'
import { Resource } from '../../../../models/resource.ts'
import { RunReport } from '../../../../models/run-report.ts'
import { FEW } from './records.ts'

type Holder = { slug: string; attachments: { key: string; name: string }[] }

/** The files of what a member wrote, with the place that each has in the archive. */
export async function* filesOf(author: Types.ObjectId) {
  const fields = 'slug attachments'
  for await (const one of Resource.find({ author }, fields).lean().cursor(FEW))
    yield* placed('ressources', one)
  for await (const one of Gathering.find({ author }, fields).lean().cursor(FEW))
    yield* placed('rencontres', one)
  const pictured = { member: author, photo: { $ne: null } }
  for await (const { _id, day, photo } of RunReport.find(pictured, 'day photo').lean().cursor(FEW))
    if (photo) yield { key: photo.key, path: `fichiers/seances/${day}-${_id}.webp` }
  for await (const { _id, attachments } of Draft.find({ member: author }, 'attachments')
    .lean()
    .cursor(FEW))
    yield* placed('brouillons', { slug: String(_id), attachments })
}

function* placed(kind: string, { slug, attachments }: Holder) {
  for (const [n, { key, name }] of attachments.entries())
    yield { key, path: `fichiers/${kind}/${slug}/${n + 1}-${plainName(name)}` }
}

/** A name that every system can unpack. */
function plainName(name: string) {
  return name.replace(/[\p{Cc}\\/:*?"<>|]/gu, '_').slice(-120) || 'fichier'
}
