import type { Types } from 'mongoose'
import { Gathering } from '../../../models/gathering.ts'
import { Resource } from '../../../models/resource.ts'

import { FEW } from './records.ts'

type Holder = { slug: string; attachments: { key: string; name: string }[] }

/** The files of what a member wrote, with the place that each has in the archive. */
export async function* filesOf(author: Types.ObjectId) {
  const fields = 'slug attachments'
  for await (const one of Resource.find({ author }, fields).lean().cursor(FEW))
    yield* placed('ressources', one)
  for await (const one of Gathering.find({ author }, fields).lean().cursor(FEW))
    yield* placed('rencontres', one)
}

function* placed(kind: string, { slug, attachments }: Holder) {
  for (const [n, { key, name }] of attachments.entries())
    yield { key, path: `fichiers/${kind}/${slug}/${n + 1}-${plainName(name)}` }
}

/** A name that every system can unpack. */
function plainName(name: string) {
  return name.replace(/[\p{Cc}\\/:*?"<>|]/gu, '_').slice(-120) || 'fichier'
}
