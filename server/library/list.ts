import { Resource } from '../../models/resource.ts'
import { audiencesOf } from '../groups/audience.ts'
import { listPage } from '../http/lists.ts'
import { type Language, type Translate, translator } from '../i18n/index.ts'
import { isMember, type Viewer, type Visitor } from '../members/policy.ts'
import { remember } from '../memory.ts'
import { dueCount } from './checks/queries.ts'
import { facetsOf, tabsOf } from './facets.ts'
import { addressOf, type Filters, inState, queryOf, SORT_WORDS, SORTS, sortFor } from './filters.ts'
import { findInLibrary, foundPage } from './found.ts'
import { type Kit, NO_KIT } from './kit.ts'
import { publicLabel, themeLabel } from './labels.ts'
import { CARD_FIELDS, cardsOf, RESOURCE_TOPICS } from './queries.ts'

const CARDS_A_PAGE = 12
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
    const chips = chipsOf(filters, facets, language)
    return {
      data: list.data,
      also: {
        ...list.also,
        facets,
        tabs,
        chips,
        filters,
        sorts: sortsOf(filters, language),
        clear: addressOf({ ...none, kind: filters.kind, sort: filters.sort, state: filters.state }),
      },
    }
  }
  return remember(RESOURCE_TOPICS, key, load, { weight: WEIGHT })
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

/** The current choices, each with the address of the list without it. */
function chipsOf(
  filters: Filters,
  facets: Awaited<ReturnType<typeof facetsOf>>,
  language: Language,
) {
  const t = translator(language)
  const without = (change: Partial<Filters>) => addressOf({ ...filters, ...change })
  const label = (family: keyof typeof facets, value: string) =>
    facets[family].find(choice => choice.value === value)?.label ?? value
  const drop = <T>(values: T[], value: T) => values.filter(one => one !== value)
  const { q, publics, duration, equipment, levels, themes, internet, kit } = filters
  return [
    ...(q ? [{ label: t('library.wordsChip', { words: q }), url: without({ q: '' }) }] : []),
    ...publics.map(one => ({
      label: publicLabel(label('publics', one), t),
      url: without({ publics: drop(publics, one) }),
    })),
    ...(duration
      ? [{ label: label('durations', duration), url: without({ duration: undefined }) }]
      : []),
    ...equipment.map(one => ({
      label: label('equipment', one),
      url: without({ equipment: drop(equipment, one) }),
    })),
    ...levels.map(one => ({
      label: label('levels', one),
      url: without({ levels: drop(levels, one) }),
    })),
    ...themes.map(one => ({
      label: themeLabel(label('themes', one), t),
      url: without({ themes: drop(themes, one) }),
    })),
    ...internet.map(one => ({
      label: label('internet', one),
      url: without({ internet: drop(internet, one) }),
    })),
    ...kitChips(kit, t).map(({ label, left }) => ({ label, url: without({ kit: left }) })),
  ]
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

/** Each part of the kit in words, and the kit without it. */
function kitChips(kit: Kit, t: Translate) {
  const { pc, minutes, personnes, horsligne } = kit
  return [
    ...(pc === undefined
      ? []
      : [{ label: t('library.kit.chipPc', { count: pc }), left: { ...kit, pc: undefined } }]),
    ...(minutes === undefined
      ? []
      : [
          {
            label: t('library.kit.chipMinutes', { count: minutes }),
            left: { ...kit, minutes: undefined },
          },
        ]),
    ...(personnes === undefined
      ? []
      : [
          {
            label: t('library.people', { count: personnes }),
            left: { ...kit, personnes: undefined },
          },
        ]),
    ...(horsligne ? [{ label: t('library.kit.offline'), left: { ...kit, horsligne: false } }] : []),
  ]
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
