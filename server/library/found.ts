import { Resource, type ResourceRecord } from '../../models/resource.ts'
import { namedFiles } from '../platform/attachments/present.ts'
import { pagerOf } from '../platform/http/lists.ts'
import type { Language } from '../platform/i18n/index.ts'
import { plainText } from '../platform/markdown/render.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'
import type { SearchAnswer } from '../search/engine/index.ts'
import type { Order } from '../search/engine/ranking.ts'
import { highlight, passageOf } from '../search/highlight.ts'
import { passagesInFiles } from '../search/in-files.ts'
import { search } from '../search/service.ts'
import { addressOf, DURATIONS, type Filters, familiesOf, inState } from './filters.ts'
import { kitConditions } from './kit.ts'
import { cardsOf } from './queries.ts'

type Who = Viewer | Visitor
type Family = keyof ReturnType<typeof familiesOf>

/** How many of each value of a field. */
export type Counts = Map<string, number>

/** What the index finds of the library: a page of keys, and how much each choice would show. */
export type Found = Omit<SearchAnswer, 'counts'> & { counts: Record<Family, Counts> }

const FACTS: Record<Family, string> = {
  ...{ kinds: 'kind', publics: 'publicKeys', durations: 'sortMinutes', equipment: 'equipment' },
  ...{ levels: 'level', themes: 'themeKeys', internet: 'internet' },
}
const ORDERS: Record<string, Order> = {
  recent: [{ fact: 'publishedAt', descending: true }],
  short: [{ fact: 'sortMinutes' }],
  title: [{ fact: 'sortTitle' }],
}

/** The words and choices of `filters`, among what this reader may see. */
export async function findInLibrary(
  filters: Filters & { page: number },
  viewer: Who,
  size: number,
): Promise<Found> {
  const order = ORDERS[filters.sort]
  const answer = await search({
    q: filters.q,
    filter: {
      $and: [{ of: 'resources' }, inState(filters, viewer), ...kitConditions(filters.kit)],
    },
    families: Object.entries(familiesOf(filters)).map(([name, filter]) => ({
      name,
      ...(name === 'durations' ? { choices: DURATIONS } : { fact: FACTS[name as Family] }),
      ...(filter ? { filter } : {}),
    })),
    ...(order ? { order } : {}),
    ...{ offset: (filters.page - 1) * size, limit: size },
  })
  const counts = (name: Family): Counts => new Map(Object.entries(answer.counts[name] ?? {}))
  return {
    ...answer,
    counts: {
      ...{ kinds: counts('kinds'), publics: counts('publics'), durations: counts('durations') },
      ...{ equipment: counts('equipment'), levels: counts('levels'), themes: counts('themes') },
      internet: counts('internet'),
    },
  }
}

/** The page of cards of what was found, the words marked; the nearest ones beside when nothing has them all. */
export async function foundPage(
  found: Found,
  filters: Filters & { page: number },
  viewer: Who,
  language: Language,
  size: number,
) {
  const cards = await markedCards(found, filters, viewer, language)
  const pager = pagerOf(filters.page, found.total, addressOf(filters), size)
  const items = found.near ? [] : cards
  return {
    data: { items, total: found.total, next: pager.next, near: found.near ? cards : [] },
    also: { pager, guesses: found.guessed.join(', ') },
  }
}

async function markedCards(found: Found, filters: Filters, viewer: Who, language: Language) {
  const ids = found.keys.map(key => key.replace('resources:', ''))
  const filter = { $and: [{ _id: { $in: ids } }, inState(filters, viewer)] }
  const records = await Resource.find(filter, '-html -steps.html').lean<ResourceRecord[]>()
  const byId = new Map(records.map(record => [String(record._id), record]))
  const ordered = ids.flatMap(id => byId.get(id) ?? [])
  const cards = await cardsOf(ordered, language)
  const spellings = new Set(found.spellings)
  const inFiles = await passagesInFiles(ordered.map(readIn), found)
  return cards.map((card, i) => {
    const file = inFiles.get(card.id)
    return {
      ...card,
      ...(file ? { foundIn: { name: file.name, url: file.url } } : {}),
      highlights: {
        title: highlight(card.labels.title, spellings),
        excerpt: file?.html ?? excerptOf(card.labels.summary, ordered[i], spellings),
      },
    }
  })
}

function readIn(record: ResourceRecord) {
  const { _id, slug, title, summary, attachments } = record
  const texts = [summary, ...longTextsOf(record)]
  return { id: String(_id), title, texts, files: namedFiles(attachments, `/ressources/${slug}`) }
}

function excerptOf(
  summary: string,
  record: ResourceRecord | undefined,
  spellings: ReadonlySet<string>,
) {
  const inSummary = passageOf([summary], spellings)
  const passage = inSummary ?? passageOf(record ? longTextsOf(record) : [], spellings)
  return passage?.html ?? highlight(summary, spellings)
}

function longTextsOf({ body, steps, materials }: ResourceRecord) {
  const texts = [...steps.flatMap(step => [step.title, step.body]), body].map(one => plainText(one))
  return [...texts, materials.join(', ')]
}
