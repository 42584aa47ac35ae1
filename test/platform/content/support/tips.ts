import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import '../../../../models/writes.ts'
import type { Kind } from '../../../../server/platform/content/kind.ts'
import { commonFacts, keyOf, wanted } from '../../../../server/platform/content/searchable.ts'
import type { Thing } from '../../../../server/platform/content/thing.ts'
import { Conflict } from '../../../../server/platform/errors.ts'
import type { Feature } from '../../../../server/platform/features/feature.ts'
import { seenBy } from '../../../../server/platform/who/audience.ts'
import { found, signedIn } from '../../../../server/platform/who/current.ts'

const schema = new Schema({
  title: String,
  body: String,
  author: String,
  audience: String,
  hiddenAt: Date,
})
type TipRecord = InferSchemaType<typeof schema> & { _id: mongoose.Types.ObjectId }
export const Tip = mongoose.model('Tip', schema)

const thing = ({ _id, title, body, author, hiddenAt }: TipRecord): Thing => ({
  ...{ kind: 'tip', id: String(_id), url: `/astuces/${_id}`, author: String(author) },
  ...{ title: String(title), body: String(body), hidden: Boolean(hiddenAt) },
})

async function change(_id: string, hidden: boolean) {
  const update = hidden ? { $set: { hiddenAt: new Date() } } : { $unset: { hiddenAt: 1 as const } }
  const { matchedCount } = await Tip.updateOne({ _id, hiddenAt: { $exists: !hidden } }, update)
  if (matchedCount === 0) throw new Conflict()
}

/** A kind of content in one file, as a feature of its own would describe it. */
export const tipKind: Kind = {
  name: 'tip',
  moderation: {
    address: '/astuces/:id',
    async find(req) {
      const seen = { _id: String(req.params.id), hiddenAt: null, ...seenBy(signedIn(req)) }
      return thing(found(await Tip.findOne(seen).lean<TipRecord>()))
    },
    async read(id) {
      const tip = await Tip.findById(id).lean<TipRecord>()
      return tip ? thing(tip) : undefined
    },
    audience: async id => (await Tip.findById(id, 'audience').lean())?.audience,
    hide: id => change(id, true),
    restore: id => change(id, false),
  },
  search: {
    index: 'tips',
    place: 9,
    tab: { word: 'astuces', icon: 'bulb', tone: 'sea' },
    scope: viewer => ({ of: 'tips', hidden: false, ...seenBy(viewer) }),
    async *read(ids) {
      for (const { _id, title = '', body = '', ...tip } of await Tip.find(wanted(ids)).lean())
        yield {
          key: keyOf('tips', _id),
          texts: { title: String(title), body: String(body) },
          facts: {
            ...commonFacts('tips', new Date()),
            audience: tip.audience,
            hidden: Boolean(tip.hiddenAt),
          },
        }
    },
    async hits(viewer, ids) {
      const tips = await Tip.find({ _id: { $in: ids }, hiddenAt: null, ...seenBy(viewer) }).lean<
        TipRecord[]
      >()
      return tips
        .map(thing)
        .map(({ id, url, title, body }) => ({ id, url, title, meta: '', texts: [body] }))
    },
  },
  personalData: {
    records: {
      astuces: member =>
        Tip.find({ author: String(member) })
          .lean()
          .cursor(),
    },
    eraseWords: async ({ _id }) => void (await Tip.deleteMany({ author: String(_id) })),
  },
}

export const tipsFeature: Feature = { name: 'tips', kinds: [tipKind] }
