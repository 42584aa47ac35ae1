import { Gathering, type GatheringRecord } from '../../models/gathering.ts'
import { Member } from '../../models/member.ts'
import { Space } from '../../models/space.ts'
import { namedFiles } from '../platform/attachments/present.ts'
import type { Language } from '../platform/i18n/index.ts'
import { remember } from '../platform/memory.ts'
import { audiencesOf, seenBy } from '../platform/who/audience.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'
import { summarize } from './presenter.ts'

const SUMMARY = '-description -html -attendees -attendeesHtml -slots.html -slots.description'

/** The gatherings that this reader may know of; what the moderation hid, nobody. */
export function visibleTo(viewer: Viewer | Visitor) {
  return { ...seenBy(viewer), hiddenAt: null }
}

/** The soonest ones that are not over, as cards. */
export async function nextGatherings(
  viewer: Viewer | Visitor,
  limit: number,
  language: Language = 'fr',
) {
  const audiences = audiencesOf(viewer)
  const records = await remember(['gatherings'], `next gatherings ${audiences} ${limit}`, () =>
    comingTo(viewer).limit(limit).lean(),
  )
  const now = new Date()
  return records.filter(({ endsAt }) => endsAt > now).map(record => summarize(record, language))
}

/** The soonest of a group; whoever asks is in it. */
export async function gatheringsOfGroup(audience: string, limit: number, language: Language) {
  const records = await Gathering.find(
    { audience, hiddenAt: null, endsAt: { $gt: new Date() } },
    SUMMARY,
  )
    .sort({ endsAt: 1 })
    .limit(limit)
    .lean()
  return records.map(record => summarize(record, language))
}

/** Of these, the ones that this reader may know of, as the search tells them. */
export async function gatheringHits(viewer: Viewer | Visitor, ids: string[], language: Language) {
  const records = await Gathering.find({ _id: { $in: ids }, ...visibleTo(viewer) }).lean()
  return records.map(record => {
    const { id, url, title, when } = summarize(record, language)
    const slots = record.slots.map(slot => [slot.title, ...slot.speakers].join(', '))
    const place = [record.venue, record.address].filter(Boolean).join(', ')
    return {
      ...{ id, url, title, meta: when.range, texts: [record.description, ...slots, place] },
      files: namedFiles(record.attachments, url),
    }
  })
}

export function comingTo(viewer: Viewer | Visitor) {
  return Gathering.find({ ...visibleTo(viewer), endsAt: { $gt: new Date() } }, SUMMARY).sort({
    startsAt: 1,
  })
}

export function pastFor(viewer: Viewer | Visitor) {
  return Gathering.find({ ...visibleTo(viewer), endsAt: { $lte: new Date() } }, SUMMARY).sort({
    endsAt: -1,
  })
}

/** What is announced at a space, as cards. */
export async function upcomingAt(
  space: { _id: unknown },
  viewer: Viewer | Visitor,
  language: Language,
) {
  const records = await comingTo(viewer).where({ space: space._id }).limit(5).lean()
  return records.map(record => summarize(record, language))
}

/** Who published it, and for which space. */
export async function surroundings(gathering: Pick<GatheringRecord, 'author' | 'space'>) {
  const [author, space] = await Promise.all([
    Member.findById(gathering.author, 'name slug photo').lean(),
    gathering.space ? Space.findById(gathering.space, 'name slug commune').lean() : null,
  ])
  return { author, space }
}
