import type { GatheringRecord } from '../../models/gathering.ts'
import type { MemberRecord } from '../../models/member.ts'
import { presentAuthor } from '../people/members/presenter.ts'
import { presentAttachment } from '../platform/attachments/present.ts'
import type { Language } from '../platform/i18n/index.ts'
import { toIso } from '../platform/time/format.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'
import { canEdit } from './policy.ts'
import { dayBadge, whenWords } from './words.ts'

export type Surroundings = {
  author: Pick<MemberRecord, '_id' | 'name' | 'slug' | 'photo'> | null
  space: { name: string; slug: string; commune: string } | null
}

/** A gathering for machines and pages alike: its moments in its own zone. */
export function presentGathering(
  gathering: GatheringRecord,
  { author, space }: Surroundings,
  viewer: Viewer | Visitor,
) {
  const url = gatheringUrl(gathering)
  const iso = (date: Date) => toIso(date, gathering.timeZone)
  return {
    ...essentials(gathering),
    description: gathering.description,
    html: gathering.html,
    attendees: gathering.attendees,
    slots: gathering.slots.map(({ startsAt, endsAt, room, title, speakers, description }) => ({
      ...{ startsAt: iso(startsAt), endsAt: iso(endsAt), room, title, speakers, description },
    })),
    attachments: gathering.attachments.map(file =>
      presentAttachment(file, `${url}/pieces-jointes`),
    ),
    author: author ? presentAuthor(author) : null,
    space: space
      ? { name: space.name, slug: space.slug, commune: space.commune, url: `/lieux/${space.slug}` }
      : null,
    version: gathering.version,
    createdAt: gathering.createdAt.toISOString(),
    updatedAt: gathering.updatedAt.toISOString(),
    can: { edit: canEdit(viewer, gathering) },
  }
}

/** A gathering in a list, with its dates in words. */
export function summarize(gathering: GatheringRecord, language: Language) {
  return {
    ...essentials(gathering),
    excerpt: gathering.excerpt,
    slotCount: gathering.slots.length,
    day: dayBadge(gathering, language),
    when: whenWords(gathering, language),
  }
}

export function gatheringUrl({ slug }: { slug: string }) {
  return `/rencontres/${slug}`
}

/** The first PDF is the official one. */
export function officialPdf({ attachments }: Pick<GatheringRecord, 'attachments'>) {
  return attachments.find(({ mime }) => mime === 'application/pdf')
}

function essentials(gathering: GatheringRecord) {
  const { slug, kind, title, startsAt, endsAt, timeZone, venue, address, audience } = gathering
  const url = gatheringUrl(gathering)
  return {
    id: String(gathering._id),
    ...{ url, slug, kind, title },
    startsAt: toIso(startsAt, timeZone),
    endsAt: toIso(endsAt, timeZone),
    ...{ timeZone, venue, address, audience },
    past: endsAt <= new Date(),
    icsUrl: `${url}.ics`,
    pdfUrl: officialPdf(gathering) ? `${url}.pdf` : null,
  }
}
