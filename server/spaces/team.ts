import { Member, type MemberRecord } from '../../models/member.ts'
import type { SpaceRecord } from '../../models/space.ts'
import { presentAuthor } from '../people/members/presenter.ts'
import { recheckMembers } from '../platform/realtime/revoke.ts'
import { found } from '../platform/who/current.ts'

type Place = Pick<SpaceRecord, '_id'>
const FIELDS = 'name slug photo role keeperOf'
const MOST = 100

/** Who belongs to the space, with those who keep it, and the volunteers who say that they do. */
export async function wholeTeam(space: Place) {
  const [team, claims] = await Promise.all([
    Member.find({ space: space._id, state: 'active', spaceClaimed: { $ne: true } }, FIELDS)
      .sort({ name: 1 })
      .limit(MOST)
      .lean<MemberRecord[]>(),
    Member.find({ space: space._id, ...CLAIM }, FIELDS)
      .sort({ name: 1 })
      .limit(MOST)
      .lean<MemberRecord[]>(),
  ])
  return {
    items: team.map(one => ({ ...presentOne(one), keeper: isKeeper(one, space) })),
    claims: claims.map(presentOne),
  }
}

const CLAIM = { state: 'active', role: 'volunteer', spaceClaimed: true } as const

/** The volunteer is of the space from now on; an animateur's claim is the coordination's to decide. */
export function letIn(space: Place, slug: string) {
  return answer(space, slug, { $unset: { spaceClaimed: 1 } })
}

export function turnDown(space: Place, slug: string) {
  return answer(space, slug, { $unset: { spaceClaimed: 1, space: 1 } })
}

export async function entrust(space: Place, slug: string, keeper: boolean) {
  const known = { slug, space: space._id, state: 'active', spaceClaimed: { $ne: true } } as const
  const update = keeper ? { $set: { keeperOf: space._id } } : { $unset: { keeperOf: 1 } }
  return found(await Member.findOneAndUpdate(known, update, { returnDocument: 'after' }))
}

async function answer(space: Place, slug: string, update: { $unset: object }) {
  const claim = { slug, space: space._id, ...CLAIM }
  const member = found(await Member.findOneAndUpdate(claim, update, { returnDocument: 'after' }))
  await recheckMembers([member.id])
  return member
}

function presentOne(member: MemberRecord) {
  return { ...presentAuthor(member), role: member.role }
}

/** An animateur is one without being named. */
function isKeeper({ role, keeperOf }: MemberRecord, { _id }: Place) {
  return role === 'animateur' || String(keeperOf) === String(_id)
}
