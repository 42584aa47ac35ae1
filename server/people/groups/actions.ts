import type { Types } from 'mongoose'
import { Group, type GroupRecord } from '../../../models/group.ts'
import { Member } from '../../../models/member.ts'
import { Territory } from '../../../models/territory.ts'
import { createWithSlug } from '../../platform/content/slugs.ts'
import { Conflict, Invalid } from '../../platform/errors.ts'
import { folded } from '../../platform/http/slugs.ts'
import { plainText, renderMarkdown } from '../../platform/markdown/render.ts'
import { frenchTypography } from '../../platform/markdown/typography.ts'
import { recheckMembers } from '../../platform/realtime/revoke.ts'
import { found } from '../../platform/who/current.ts'
import type { GroupInput } from './forms.ts'
import { peopleOf } from './people.ts'

type Person = { id: string }

/** Who makes a group keeps it; that of a territory is kept by those who lead the territory. */
export async function makeGroup(maker: Person, input: GroupInput): Promise<GroupRecord> {
  const first = input.kind === 'territory' ? [] : [maker.id]
  const fields = { ...written(input), kind: input.kind, members: first, keepers: first }
  const made = await createWithSlug(Group, input.title, async slug => {
    const territory = await territoryOf(input)
    const place = territory ? { territory } : {}
    return Group.create({ ...fields, ...place, slug, createdAt: new Date() })
  })
  return made.toObject()
}

/** Its address stays, and a territory's group stays one. */
export async function changeGroup(group: GroupRecord, input: GroupInput): Promise<GroupRecord> {
  const { _id } = group
  if ((group.kind === 'territory') !== (input.kind === 'territory'))
    throw new Invalid({ kind: 'invalid.choice' })
  const changed = await Group.findOneAndUpdate(
    { _id, closedAt: null },
    { $set: { ...written(input), kind: input.kind } },
    { returnDocument: 'after' },
  ).lean()
  return found(changed)
}

/** In at once where that is open or one is invited; otherwise the keepers are asked. */
export async function enter({ _id }: GroupRecord, { id }: Person): Promise<'in' | 'asked'> {
  const open = { _id, closedAt: null, $or: [{ kind: 'open' as const }, { invited: id }] }
  const { matchedCount } = await Group.updateOne(open, welcome(id))
  if (matchedCount > 0) return 'in'
  const onRequest = { _id, closedAt: null, kind: 'request' as const, members: { $ne: id } }
  const asked = await Group.updateOne(onRequest, { $addToSet: { asked: id } })
  if (asked.matchedCount === 0) throw new Conflict()
  return 'asked'
}

/** Leaves, takes a request back, or says no to an invitation. The last keeper stays. */
export async function leave({ _id }: GroupRecord, { id }: Person) {
  const other = [{ keepers: { $ne: id } }, { 'keepers.1': { $exists: true } }]
  const { matchedCount } = await Group.updateOne(
    { _id, $or: other },
    { $pull: { members: id, keepers: id, asked: id, invited: id } },
  )
  if (matchedCount === 0) throw new Conflict('lastKeeper')
  await recheckMembers([id])
}

/** Whoever asked to come in anyway is in. */
export async function invite({ _id }: GroupRecord, slug: string) {
  const member = await Member.findOne({ slug, state: 'active' }, 'name').lean()
  if (!member) throw new Invalid({ member: 'invalid.unknownMember' })
  const id = String(member._id)
  const { matchedCount } = await Group.updateOne({ _id, asked: id }, welcome(id))
  if (matchedCount > 0) return member
  const outside = { _id, closedAt: null, members: { $ne: id } }
  const invited = await Group.updateOne(outside, { $addToSet: { invited: id } })
  if (invited.matchedCount === 0) throw new Invalid({ member: 'invalid.alreadyInGroup' })
  return member
}

export async function accept({ _id }: GroupRecord, { id }: Person) {
  const { matchedCount } = await Group.updateOne({ _id, closedAt: null, asked: id }, welcome(id))
  found(matchedCount || null)
}

/** A request, or an invitation that nobody has answered. */
export async function decline({ _id }: GroupRecord, { id }: Person) {
  const waiting = { _id, $or: [{ asked: id }, { invited: id }] }
  const { matchedCount } = await Group.updateOne(waiting, { $pull: { asked: id, invited: id } })
  found(matchedCount || null)
}

/** A keeper is first no longer one. */
export async function remove({ _id }: GroupRecord, { id }: Person) {
  const plain = { _id, members: id, keepers: { $ne: id } }
  const { matchedCount } = await Group.updateOne(plain, { $pull: { members: id } })
  if (matchedCount === 0) throw new Conflict('groupKeeper')
  await recheckMembers([id])
}

export async function setKeeper({ _id }: GroupRecord, { id }: Person, keeper: boolean) {
  const filter = keeper ? { members: id } : { keepers: id, 'keepers.1': { $exists: true } }
  const update = keeper ? { $addToSet: { keepers: id } } : { $pull: { keepers: id } }
  const { matchedCount } = await Group.updateOne({ _id, ...filter }, update)
  if (matchedCount === 0) throw new Conflict(keeper ? 'conflict' : 'lastKeeper')
}

/** Nobody finds it any more, nor what was written for it; all of it is kept. */
export async function closeGroup(group: GroupRecord) {
  const people = await peopleOf(group)
  await Group.updateOne({ _id: group._id }, { $set: { closedAt: new Date() } })
  await recheckMembers(people.map(({ _id }) => String(_id)))
}

export async function reopenGroup({ _id }: GroupRecord) {
  await Group.updateOne({ _id }, { $set: { closedAt: null } })
}

function welcome(id: string) {
  return { $addToSet: { members: id }, $pull: { asked: id, invited: id } }
}

function written({ title, purpose }: GroupInput) {
  return {
    title,
    purpose,
    html: renderMarkdown(purpose, { french: true, headingOffset: 1 }),
    excerpt: frenchTypography(plainText(purpose, 160)),
    sortKey: folded(title),
  }
}

async function territoryOf({ kind, territory: slug }: GroupInput): Promise<Types.ObjectId | null> {
  if (kind !== 'territory') return null
  const territory = slug ? await Territory.findOne({ slug }, '_id').lean() : null
  if (!territory) throw new Invalid({ territory: 'invalid.unknownTerritory' })
  const had = await Group.exists({ territory: territory._id })
  if (had) throw new Invalid({ territory: 'invalid.territoryHasGroup' })
  return territory._id
}
