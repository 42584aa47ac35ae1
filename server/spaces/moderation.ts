import { Member } from '../../models/member.ts'
import { Space, type SpaceRecord } from '../../models/space.ts'
import type { Moderated } from '../platform/content/kind.ts'
import type { Thing } from '../platform/content/thing.ts'
import { found } from '../platform/who/current.ts'
import { spaceUrl } from './presenter.ts'

/** The directory is the network's: a space is reported for the coordination to correct, and not hidden. */
export const moderated: Moderated = {
  address: '/lieux/:slug',
  async find(req) {
    const slug = String(req.params.slug)
    return thingOfSpace(found(await Space.findOne({ slug }).lean<SpaceRecord>()))
  },
  async read(id) {
    const space = await Space.findById(id).lean<SpaceRecord>()
    return space ? thingOfSpace(space) : undefined
  },
  audience: async () => undefined,
}

/** Whoever runs it answers for its page; a space that nobody runs stands for itself. */
async function thingOfSpace(space: SpaceRecord): Promise<Thing> {
  const running = { space: space._id, role: 'animateur' as const, state: 'active' as const }
  const animateur = await Member.findOne(running, '_id').sort({ name: 1 }).lean()
  return {
    kind: 'space',
    id: String(space._id),
    url: spaceUrl(space),
    author: String(animateur?._id ?? space._id),
    title: space.name,
    body: space.description,
    hidden: false,
  }
}
