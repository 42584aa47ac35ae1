import { Space } from '../../models/space.ts'
import { LANGUAGES, type Language } from '../platform/i18n/index.ts'
import { remember } from '../platform/memory.ts'
import { renderPartial } from '../platform/views/engine.ts'
import type { Viewer } from '../platform/who/viewer.ts'

const MOST_SHOWN = 40

/** The members who are in a room, as its column shows them, in each language. */
export async function peopleHtml(members: Viewer[]): Promise<Record<Language, string>> {
  const data = await presentPeople(members)
  const [fr, en] = LANGUAGES.map(language => renderPartial('rooms/_presence', data, language))
  return { fr: String(fr), en: String(en) }
}

export async function presentPeople(members: Viewer[]) {
  const communes = await remember(['spaces'], 'communes', readCommunes)
  const people = members.slice(0, MOST_SHOWN).map(member => ({
    ...member,
    commune: member.space ? communes.get(member.space) : undefined,
  }))
  return { people, total: members.length, others: members.length - people.length }
}

async function readCommunes() {
  const spaces = await Space.find({}, 'commune').lean()
  return new Map(spaces.map(({ _id, commune }) => [String(_id), commune]))
}
