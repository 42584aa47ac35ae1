import type { Types } from 'mongoose'
import { Member } from '../../../models/member.ts'
import type { Kind } from '../../platform/content/kind.ts'
import type { Thing } from '../../platform/content/thing.ts'
import { found } from '../../platform/who/current.ts'
import { isMember } from '../../platform/who/viewer.ts'
import { memberUrl } from './presenter.ts'
import { memberHits } from './queries.ts'
import { readMembers } from './searchable.ts'

/** Somebody's profile: it is not hidden, but they may be warned or kept out. */
export const memberKind: Kind = {
  name: 'member',
  search: {
    index: 'members',
    place: 6,
    read: readMembers,
    scope: viewer => (isMember(viewer) ? { of: 'members', state: 'active' } : undefined),
    hits: memberHits,
    tab: { word: 'membres', icon: 'user', tone: 'sea' },
  },
  moderation: {
    address: '/membres/:slug',
    async find(req) {
      const slug = String(req.params.slug)
      return thingOfMember(found(await Member.findOne({ slug, state: 'active' }).lean()))
    },
    async read(id) {
      const member = await Member.findById(id, 'name slug bio').lean()
      return member ? thingOfMember(member) : undefined
    },
    audience: async () => undefined,
  },
}

type Person = { _id: Types.ObjectId; name: string; slug: string; bio: string }

function thingOfMember({ _id, name, slug, bio }: Person): Thing {
  return {
    kind: 'member',
    id: String(_id),
    url: memberUrl({ slug }),
    author: String(_id),
    title: name,
    body: bio,
    hidden: false,
  }
}
