import type { Types } from 'mongoose'
import { Contributor } from '../../models/contributor.ts'
import { Member } from '../../models/member.ts'
import { Space } from '../../models/space.ts'
import { presentAuthor } from '../people/members/presenter.ts'
import { folded } from '../platform/http/slugs.ts'

/** Who wrote something, with the space they belong to, as a byline shows them. */
export type Byline = Omit<ReturnType<typeof presentAuthor>, 'url'> & {
  /** Without one when they have no account here. */
  url: string | null
  space: { name: string; commune: string; label: string; url: string } | null
}

/** The bylines of several members in two queries; whoever left the network is not among them. */
export async function bylinesOf(ids: Ids) {
  const members = await Member.find({ _id: { $in: unique(ids) } }, 'name slug photo space').lean()
  const others = await contributorsAmong(ids, members)
  const spaces = await spacesOf(members.map(({ space }) => space))
  return new Map<string, Byline>([
    ...others,
    ...members.map((member): [string, Byline] => [
      String(member._id),
      { ...presentAuthor(member), space: spaces.get(String(member.space)) ?? null },
    ]),
  ])
}

/** Those who wrote elsewhere what was brought here: a name, and no page. */
async function contributorsAmong(ids: Ids, members: { _id: Types.ObjectId }[]) {
  const known = new Set(members.map(({ _id }) => String(_id)))
  const missing = unique(ids).filter(id => !known.has(id))
  const people = missing.length ? await Contributor.find({ _id: { $in: missing } }).lean() : []
  return people.map(({ _id, slug, name }): [string, Byline] => [
    String(_id),
    { id: String(_id), slug, name, url: null, photoUrl: undefined, space: null },
  ])
}

type Ids = (Types.ObjectId | null | undefined)[]

/** Spaces as a byline names them, by id. */
export async function spacesOf(ids: Ids) {
  const spaces = await Space.find({ _id: { $in: unique(ids) } }, 'name commune slug').lean()
  return new Map(
    spaces.map(({ _id, name, commune, slug }) => [
      String(_id),
      { name, commune, label: placeLabel(name, commune), url: `/lieux/${slug}` },
    ]),
  )
}

/** « La Fabrique, Carhaix » says where it is; « Médiathèque » does not. */
function placeLabel(name: string, commune: string) {
  const [first = ''] = folded(commune).split(/[ -]/)
  const place = first.length > 5 ? first : folded(commune)
  return folded(name).includes(place) ? name : `${name}, ${commune}`
}

function unique(ids: Ids) {
  return [...new Set(ids.filter(Boolean).map(String))]
}
