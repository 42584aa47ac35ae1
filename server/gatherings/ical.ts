import ical from 'ical-generator'
import type { GatheringRecord } from '../../models/gathering.ts'
import { type Language, translator } from '../platform/i18n/index.ts'
import { plainText } from '../platform/markdown/render.ts'
import { gatheringUrl } from './presenter.ts'
import { timeWords } from './words.ts'

type Context = { name: string; baseUrl: string; language: Language }

/**
 * Gatherings as a calendar (RFC 5545): an event each, the programme in its description. Moments are
 * in UTC, which every calendar shows right on both sides of a change to summer time. The identifier
 * of an event stays and its sequence grows, so that a calendar updates the one it has.
 */
export function calendarOf(gatherings: readonly GatheringRecord[], context: Context): string {
  const calendar = ical({
    name: context.name,
    prodId: { company: 'Rouedad', product: 'hub', language: context.language.toUpperCase() },
  })
  for (const gathering of gatherings) calendar.createEvent(eventOf(gathering, context))
  return `${calendar.toString()}\r\n`
}

function eventOf(gathering: GatheringRecord, { baseUrl, language }: Context) {
  const { startsAt, endsAt, title, venue, address, updatedAt, createdAt, version } = gathering
  const url = `${baseUrl}${gatheringUrl(gathering)}`
  return {
    id: `gathering-${gathering._id}@${new URL(baseUrl).hostname}`,
    sequence: version - 1,
    start: startsAt,
    end: endsAt,
    stamp: updatedAt,
    created: createdAt,
    lastModified: updatedAt,
    summary: title,
    location: [venue, address].filter(Boolean).join(', '),
    description: [plainText(gathering.description), programme(gathering, language), url]
      .filter(Boolean)
      .join('\n\n'),
    url,
  }
}

function programme(gathering: GatheringRecord, language: Language) {
  if (gathering.slots.length === 0) return ''
  const lines = gathering.slots.map(({ startsAt, endsAt, title, room, speakers }) => {
    const [from, until] = [startsAt, endsAt].map(date => timeWords(date, gathering, language))
    const where = [room, ...speakers].filter(Boolean).join(', ')
    return `${from} – ${until}  ${title}${where ? ` (${where})` : ''}`
  })
  return [translator(language)('gatherings.programme'), ...lines].join('\n')
}
