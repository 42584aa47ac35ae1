import { Member } from '../../models/member.ts'
import { Space, type SpaceRecord } from '../../models/space.ts'
import { Territory, type TerritoryRecord } from '../../models/territory.ts'
import { createOnce } from '../platform/content/sent-once.ts'
import { createWithSlug } from '../platform/content/slugs.ts'
import { wordsOf } from '../platform/content/words.ts'
import { folded, slugOf } from '../platform/http/slugs.ts'
import { renderMarkdown } from '../platform/markdown/render.ts'
import { recheckMembers } from '../platform/realtime/revoke.ts'
import { found } from '../platform/who/current.ts'
import type { SpaceInput } from './forms.ts'
import { openDays, readHours } from './hours.ts'

/** An importer may bring a slug of its own. A territory nobody has named yet is made. */
export async function createSpace(
  input: SpaceInput,
  origin: { slug?: string } = {},
): Promise<SpaceRecord> {
  const fields = await fieldsOf(input)
  const made = await createWithSlug(Space, origin.slug ?? input.name, slug =>
    Space.create({ ...fields, slug }),
  )
  return made.toObject()
}

/** Its address stays: links to it are on paper and in letters. */
export async function changeSpace(space: SpaceRecord, input: SpaceInput): Promise<SpaceRecord> {
  const { latitude, longitude, territory, ...fields } = await fieldsOf(input)
  const optional = { latitude, longitude, territory }
  const given = Object.entries(optional).filter(([, value]) => value !== undefined)
  const gone = Object.entries(optional).filter(([, value]) => value === undefined)
  const changed = await Space.findOneAndUpdate(
    { _id: space._id },
    {
      $set: { ...fields, ...Object.fromEntries(given) },
      ...(gone.length ? { $unset: Object.fromEntries(gone.map(([name]) => [name, 1])) } : {}),
    },
    { returnDocument: 'after' },
  ).lean()
  if (String(space.territory ?? '') !== String(territory ?? '')) await leaveTerritory(space)
  return found(changed)
}

/** Its members are no longer in that territory's group. */
async function leaveTerritory({ _id }: SpaceRecord) {
  const members = await Member.find({ space: _id }, '_id').lean()
  await recheckMembers(members.map(member => String(member._id)))
}

async function fieldsOf({ territory, ...input }: SpaceInput) {
  const { name, commune, postcode, openingHours, description } = input
  const group = territory ? await territoryNamed(territory) : undefined
  return {
    ...input,
    territory: group?._id,
    html: renderMarkdown(description, { french: true }),
    openDays: openDays(readHours(openingHours)),
    sortKey: folded(`${commune} ${name}`),
    words: withSaints(wordsOf(name, commune, postcode, group?.name ?? '')),
  }
}

const SAINTS = new Map<string, string>([
  ...[['saint', 'st'] as const, ['sainte', 'ste'] as const],
  ...[['st', 'saint'] as const, ['ste', 'sainte'] as const],
])

/** « St-Malo » and « Saint-Malo » are one town. */
function withSaints(words: string[]) {
  return [...new Set([...words, ...words.flatMap(word => SAINTS.get(word) ?? [])])]
}

/** A territory by its slug or its name. */
async function territoryNamed(text: string): Promise<TerritoryRecord> {
  const slug = slugOf(text)
  const same = () => Territory.findOne({ slug }).lean<TerritoryRecord>()
  const known = await same()
  if (known) return known
  const create = async () => (await Territory.create({ slug, name: text })).toObject()
  return (await createOnce<TerritoryRecord>({ create, same })).record
}
