import type { Types } from 'mongoose'
import { Member } from '../../models/member.ts'
import { Space } from '../../models/space.ts'
import { folded } from '../http/slugs.ts'
import { presentAuthor } from '../members/presenter.ts'

/** Who wrote something, with the space they belong to, as a byline shows them. */
export type Byline = ReturnType<typeof presentAuthor> & {
  space: { name: string; commune: string; label: string; url: string } | null
}

/** The bylines of several members in two queries; whoever left the network is not among them. */
export async function bylinesOf(ids: (Types.ObjectId | null | undefined)[]) {
  const members = await Member.find({ _id: { $in: unique(ids) } }, 'name slug photo space').lean()
  const spaces = await spacesOf(members.map(({ space }) => space))
  return new Map<string, Byline>(
    members.map(member => [
      String(member._id),
      { ...presentAuthor(member), space: spaces.get(String(member.space)) ?? null },
    ]),
  )
}

/** Spaces as a byline names them, by id. */
export async function spacesOf(ids: (Types.ObjectId | null | undefined)[]) {
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

function unique(ids: (Types.ObjectId | null | undefined)[]) {
  return [...new Set(ids.filter(Boolean).map(String))]
}
