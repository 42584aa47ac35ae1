import type { Types } from 'mongoose'
import { Gathering } from '../../models/gathering.ts'
import {
  FEW,
  INNER,
  type OwnText,
  type PersonalData,
  placedFiles,
} from '../platform/content/personal-data.ts'

type Id = Types.ObjectId

/** Gatherings are the network's: they stay, without a name. */
export const gatheringsData: PersonalData = {
  records: {
    rencontres: author => Gathering.find({ author }, `${INNER} -attendeesHtml`).lean().cursor(FEW),
  },
  texts: { rencontres: gatheringTexts },
  files: filesOf,
}

async function* gatheringTexts(author: Id, base: string): AsyncIterable<OwnText> {
  const own = Gathering.find({ author }, 'title slug description createdAt').lean().cursor(FEW)
  for await (const { title, slug, description, createdAt } of own)
    yield { title: `${title} ${base}/rencontres/${slug}`, at: createdAt, body: description }
}

async function* filesOf(author: Id) {
  const own = Gathering.find({ author }, 'slug attachments').lean().cursor(FEW)
  for await (const gathering of own) yield* placedFiles('rencontres', gathering)
}
