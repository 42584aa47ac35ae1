import { Resource } from '../../models/resource.ts'
import { listPage } from '../platform/http/lists.ts'
import { type Language, translator } from '../platform/i18n/index.ts'
import { remember } from '../platform/memory.ts'
import { renderPartial } from '../platform/views/engine.ts'
import { audiencesOf } from '../platform/who/audience.ts'
import { isMember, type Viewer, type Visitor } from '../platform/who/viewer.ts'
import { chipsOf } from './chips.ts'
import { facetsOf, tabsOf } from './facets.ts'
import { addressOf, type Filters, inState, queryOf, SORT_WORDS, SORTS, sortFor } from './filters.ts'
import { findInLibrary, foundPage } from './found.ts'
import { NO_KIT } from './kit.ts'
import { CARD_FIELDS, cardsOf, RESOURCE_TOPICS } from './queries.ts'
import { dueCount } from './to-verify.ts'

const CARDS_A_PAGE = 12
const MOST_WAYS_OUT = 4
/** Of twelve cards and every choice beside them, among what a process remembers. */
const WEIGHT = 8
type Who = Viewer | Visitor

/** A page of the library as a reader of this audience sees it, with its tabs, facets and choices. */
export async function libraryPage(
  filters: Filters & { page: number },
  viewer: Who,
  language: Language,
) {
  const who = audiencesOf(viewer).join() + (filters.state === 'published' ? '' : ` ${viewer?.id}`)
  const key = `library ${who} ${language} ${filters.page} ${addressOf(filters)}`
  const load = async () => {
    const found = filters.q ? await findInLibrary(filters, viewer, CARDS_A_PAGE) : undefined
    const [list, facets, tabs] = await Promise.all([
      found
        ? foundPage(found, filters, viewer, language, CARDS_A_PAGE)
        : cardsPage(filters, viewer, language),
      facetsOf(filters, viewer, language, found),
      tabsOf(filters, viewer, language, found),
    ])
    const cards = drawn(list.data.items, viewer, language)
    const chips = chipsOf(filters, language)
    return {
      data: list.data,
      also: {
        ...list.also,
        cards,
        facets,
        tabs,
        chips,
        waysOut: list.data.total === 0 ? await waysOut(chips, viewer) : [],
        filters,
        saveAs: isMember(viewer) && chips.length > 0 ? savedAs(filters) : '',
        sorts: sortsOf(filters, language),
        clear: addressOf({ ...none, kind: filters.kind, sort: filters.sort, state: filters.state }),
      },
    }
  }
  return remember(RESOURCE_TOPICS, key, load, { weight: WEIGHT })
}

/** For all who read the same: whether they are members is all that a card says of its reader. */
function drawn(resources: object[], viewer: Who, language: Language) {
  return renderPartial(
    'resources/_cards',
    { resources, page: { member: isMember(viewer) } },
    language,
  )
}

function cardsPage(filters: Filters & { page: number }, viewer: Who, language: Language) {
  const records = Resource.find(queryOf(filters, viewer), CARD_FIELDS).sort(
    SORTS[filters.sort === 'best' ? 'recent' : filters.sort],
  )
  return listPage(
    records,
    filters.page,
    addressOf(filters),
    page => cardsOf(page, language),
    CARDS_A_PAGE,
  )
}

const none: Filters = {
  q: '',
  kind: undefined,
  state: 'published',
  publics: [],
  duration: undefined,
  equipment: [],
  levels: [],
  themes: [],
  internet: [],
  kit: NO_KIT,
  sort: 'recent',
}

/** When nothing has all that was chosen: what remains without one choice, the most first. */
async function waysOut(chips: ReturnType<typeof chipsOf>, viewer: Who) {
  const counted = await Promise.all(
    chips.map(async ({ label, left, url }) => ({ label, url, total: await totalOf(left, viewer) })),
  )
  return counted
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total)
    .slice(0, MOST_WAYS_OUT)
}

async function totalOf(filters: Filters, viewer: Who) {
  if (!filters.q) return Resource.countDocuments(queryOf(filters, viewer))
  return (await findInLibrary({ ...filters, page: 1 }, viewer, 1)).total
}

/** What a member may be told the news of: the choices as the address says them. */
function savedAs(filters: Filters) {
  return filters.state === 'published' ? (addressOf(filters).split('?')[1] ?? '') : ''
}

function sortsOf(filters: Filters, language: Language) {
  const t = translator(language)
  const offered = Object.entries(SORT_WORDS).filter(([, code]) => filters.q || code !== 'best')
  const usual = sortFor(filters.q, undefined)
  return offered.map(([word, code]) => ({
    value: code === usual ? '' : word,
    label: t(`library.sorts.${code}`),
    current: filters.sort === code,
  }))
}

/** What waits beside the library for this member: drafts to read, one's own, archives. */
export async function asideOf(viewer: Who) {
  if (!isMember(viewer)) return { review: 0, archived: 0, check: 0 }
  const key = `library aside ${viewer.id} ${viewer.role} ${audiencesOf(viewer)}`
  return remember(['resources'], key, async () => {
    const [review, archived, check] = await Promise.all([
      Resource.countDocuments(inState({ state: 'review' }, viewer)),
      Resource.countDocuments(inState({ state: 'archived' }, viewer)),
      dueCount(viewer),
    ])
    return { review, archived, check }
  })
}
