import { Gathering, type GatheringRecord } from '../../models/gathering.ts'
import type { Moderated } from '../platform/content/kind.ts'
import type { Thing } from '../platform/content/thing.ts'
import { Conflict } from '../platform/errors.ts'
import { found, signedIn } from '../platform/who/current.ts'
import { gatheringUrl } from './presenter.ts'
import { visibleTo } from './queries.ts'

export const moderated: Moderated = {
  address: '/rencontres/:slug',
  async find(req) {
    const seen = { slug: String(req.params.slug), ...visibleTo(signedIn(req)) }
    return thingOfGathering(found(await Gathering.findOne(seen).lean<GatheringRecord>()))
  },
  async read(id) {
    const gathering = await Gathering.findById(id).lean<GatheringRecord>()
    return gathering ? thingOfGathering(gathering) : undefined
  },
  audience: async id => (await Gathering.findById(id, 'audience').lean())?.audience,
  hide: id => change({ _id: id, hiddenAt: null }, { $set: { hiddenAt: new Date() } }),
  restore: id => change({ _id: id, hiddenAt: { $ne: null } }, { $unset: { hiddenAt: 1 } }),
}

function thingOfGathering(gathering: GatheringRecord): Thing {
  const { _id, author, title, description, slots, hiddenAt } = gathering
  const words = [description, ...slots.map(slot => [slot.title, slot.description].join('\n'))]
  return {
    kind: 'gathering',
    id: String(_id),
    url: gatheringUrl(gathering),
    author: String(author),
    title,
    body: words.filter(text => text.trim()).join('\n\n'),
    hidden: Boolean(hiddenAt),
  }
}

async function change(filter: object, update: object) {
  const { matchedCount } = await Gathering.updateOne(filter, update)
  if (matchedCount === 0) throw new Conflict()
}
