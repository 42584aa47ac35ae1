import type { GatheringRecord, SlotRecord } from '../../models/gathering.ts'
import type { Language } from '../platform/i18n/index.ts'
import { dayNumber } from '../platform/time/clock.ts'
import { formatDay, toIso } from '../platform/time/format.ts'
import { type Cell, type Plan, planOf } from './plan.ts'
import { timeWords } from './words.ts'

/** Past six rooms a table is no longer readable: the day is then told as a list. */
const MOST_ROOMS = 6
const TONES = ['heather', 'glass', 'sea', 'wheat', 'brick']

/** The programme as pages show it: a table a day, or a list. */
export function programmeOf(gathering: GatheringRecord, language: Language) {
  const days = byDay(gathering)
  return {
    days: days.map(slots => {
      const first = slots[0]?.startsAt ?? gathering.startsAt
      const plan = planOf(slots)
      return {
        title: days.length > 1 ? formatDay(first, language, gathering.timeZone) : undefined,
        rooms: plan.rooms,
        grid: plan.rooms.length <= MOST_ROOMS,
        rows: rowsOf(plan, gathering, language),
        slots: slots.map(slot => slotWords(slot, gathering, language)),
      }
    }),
    slotCount: gathering.slots.length,
    roomCount: new Set(gathering.slots.map(({ room }) => room).filter(Boolean)).size,
    speakers: speakersOf(gathering.slots),
  }
}

function byDay({ slots, timeZone }: GatheringRecord) {
  const days = new Map<number, SlotRecord[]>()
  for (const slot of slots) {
    const day = dayNumber(slot.startsAt, timeZone)
    days.set(day, [...(days.get(day) ?? []), slot])
  }
  return [...days.values()]
}

function rowsOf(plan: Plan<SlotRecord>, gathering: GatheringRecord, language: Language) {
  return plan.rows.map(({ startsAt, cells }) => ({
    time: timeWords(startsAt, gathering, language),
    iso: toIso(startsAt, gathering.timeZone),
    cells: cells.map(cell =>
      cell ? { ...cell, tone: toneOf(cell), ...slotWords(cell.slot, gathering, language) } : null,
    ),
  }))
}

/** A room keeps its colour all day; what gathers everybody is wheat, a break has none. */
function toneOf({ across, slot, column }: Cell<SlotRecord>) {
  if (across) return slot.speakers.length ? 'wheat' : undefined
  return TONES[column % TONES.length]
}

function slotWords(slot: SlotRecord, gathering: GatheringRecord, language: Language) {
  const { title, room, speakers, html, startsAt, endsAt } = slot
  return {
    ...{ title, room, html },
    where: [room, speakers.join(', ')].filter(Boolean).join(' · '),
    from: timeWords(startsAt, gathering, language),
    until: timeWords(endsAt, gathering, language),
    iso: toIso(startsAt, gathering.timeZone),
  }
}

/** Everybody who speaks, once, with what they speak of. */
function speakersOf(slots: readonly SlotRecord[]) {
  const speakers = new Map<string, string[]>()
  for (const { title, speakers: names } of slots)
    for (const name of names) speakers.set(name, [...(speakers.get(name) ?? []), title])
  return [...speakers].map(([name, titles]) => ({ name, titles: titles.join(', ') }))
}
