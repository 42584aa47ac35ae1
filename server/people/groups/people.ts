import type { Types } from 'mongoose'
import type { GroupRecord } from '../../../models/group.ts'
import { Member, type MemberRecord } from '../../../models/member.ts'
import { Space } from '../../../models/space.ts'
import { remember, type Topic } from '../../platform/memory.ts'

export type Person = Pick<MemberRecord, '_id' | 'name' | 'slug' | 'photo' | 'role'>

const TOPICS: readonly Topic[] = ['groups', 'members', 'spaces']
const FIELDS = 'name slug photo role'

/** The active members who are in it, by name. */
export function peopleOf(group: GroupRecord): Promise<Person[]> {
  return remember(TOPICS, `people of group ${group._id}`, async () =>
    byName(group.kind === 'territory' ? await ofTerritory(group) : await named(group.members)),
  )
}

/** Who looks after it. */
export function keepersOf(group: GroupRecord): Promise<Person[]> {
  return remember(TOPICS, `keepers of group ${group._id}`, async () =>
    byName(group.kind === 'territory' ? await leaders(group) : await named(group.keepers)),
  )
}

export function named(ids: readonly unknown[]) {
  return Member.find({ _id: { $in: [...ids] }, state: 'active' }, FIELDS).lean<Person[]>()
}

async function ofTerritory(group: GroupRecord) {
  const spaces = await Space.find({ territory: group.territory }, '_id').lean()
  const [people, coordination] = await Promise.all([attachedTo(spaces), coordinators()])
  return [...new Map([...people, ...coordination].map(one => [String(one._id), one])).values()]
}

async function leaders(group: GroupRecord) {
  const spaces = await Space.find({ territory: group.territory, lead: true }, '_id').lean()
  const [people, coordination] = await Promise.all([attachedTo(spaces), coordinators()])
  return [...people.filter(({ role }) => role === 'animateur'), ...coordination]
}

function attachedTo(spaces: { _id: Types.ObjectId }[]) {
  const space = { $in: spaces.map(({ _id }) => _id) }
  return Member.find({ space, state: 'active', spaceClaimed: { $ne: true } }, FIELDS).lean<
    Person[]
  >()
}

function coordinators() {
  const role = { $in: ['coordinator' as const, 'admin' as const] }
  return Member.find({ role, state: 'active' }, FIELDS).lean<Person[]>()
}

function byName(people: Person[]) {
  return people.sort((a, b) => a.name.localeCompare(b.name, 'fr'))
}
