import type { PipelineStage } from 'mongoose'
import { Resource } from '../../models/resource.ts'
import { INTERNET_NEEDS, LEVELS, RESOURCE_KINDS } from '../../models/words/resource.ts'
import { themeLabel } from '../platform/content/themes.ts'
import { type Language, translator } from '../platform/i18n/index.ts'
import { remember } from '../platform/memory.ts'
import { audiencesOf } from '../platform/who/audience.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'
import { addressOf, conditions, DURATIONS, type Filters, inState } from './filters.ts'
import type { Counts, Found } from './found.ts'
import { publicLabel, wordsOf } from './labels.ts'
import { EQUIPMENT } from './vocabulary.ts'

const MOST_CHOICES = 9

type Who = Viewer | Visitor

/**
 * How many resources each choice would show, counted over what this reader may see: a family is counted
 * under the choices of the other families, as ticking one more box of it widens the list.
 */
export async function facetsOf(filters: Filters, viewer: Who, language: Language, found?: Found) {
  const counts = await countsOf(filters, viewer, found)
  const t = translator(language)
  return {
    publics: choices(counts.publics, filters.publics, key => publicLabel(wordsOf(key), t)),
    themes: choices(counts.themes, filters.themes, key => themeLabel(wordsOf(key), t)),
    levels: inOrder(LEVELS, counts.levels, filters.levels, key => t(`library.levels.${key}`)),
    equipment: inOrder(EQUIPMENT, counts.equipment, filters.equipment, key =>
      t(`library.equipment.${key}`),
    ),
    internet: inOrder(INTERNET_NEEDS, counts.internet, filters.internet, key =>
      t(`library.internetChoices.${key}`),
    ),
    durations: inOrder(
      ['60', '90', '120'],
      counts.durations,
      filters.duration ? [filters.duration] : [],
      key => t(`library.durations.${key}`),
    ),
  }
}

/** The tabs: each kind under the other choices, and all of them. */
export async function tabsOf(filters: Filters, viewer: Who, language: Language, found?: Found) {
  const t = translator(language)
  const { kinds } = await countsOf(filters, viewer, found)
  const all = [...kinds.values()].reduce((sum, count) => sum + count, 0)
  const tab = (kind: Filters['kind'], total: number) => ({
    label: kind ? t(`library.kindsPlural.${kind}`) : t('library.all'),
    url: addressOf({ ...filters, kind }),
    total,
    current: filters.kind === kind,
  })
  return [tab(undefined, all), ...RESOURCE_KINDS.map(kind => tab(kind, kinds.get(kind) ?? 0))]
}

/** Among what holds the words, the index has counted; among everything, the store. */
async function countsOf(filters: Filters, viewer: Who, found: Found | undefined) {
  if (found) return found.counts
  const who = audiencesOf(viewer).join() + (filters.state === 'published' ? '' : ` ${viewer?.id}`)
  const bare: Filters = { ...filters, sort: 'recent' }
  return remember(['resources', 'members'], `resource counts ${who} ${addressOf(bare)}`, () =>
    countAll(bare, viewer),
  )
}

async function countAll(filters: Filters, viewer: Who) {
  const under = (change: Partial<Filters>) => ({
    $and: [inState(filters, viewer), ...conditions({ ...filters, ...change })],
  })
  const [kinds, publics, themes, levels, equipment, internet, ...durations] = await Promise.all([
    countBy('kind', under({ kind: undefined })),
    countBy('publicKeys', under({ publics: [] })),
    countBy('themeKeys', under({ themes: [] })),
    countBy('level', under({ levels: [] })),
    countBy('equipment', under({ equipment: [] })),
    countBy('internet', under({ internet: [] })),
    ...Object.values(DURATIONS).map(duration =>
      Resource.countDocuments({ $and: [under({ duration: undefined }), duration] }),
    ),
  ])
  const byDuration: Counts = new Map(
    Object.keys(DURATIONS).map((key, i) => [key, durations[i] ?? 0]),
  )
  return { kinds, publics, themes, levels, equipment, internet, durations: byDuration }
}

async function countBy(field: string, filter: object): Promise<Counts> {
  const severalValues = ['publicKeys', 'themeKeys', 'equipment'].includes(field)
  const stages: PipelineStage[] = [
    { $match: filter },
    { $project: { [field]: 1 } },
    ...(severalValues ? [{ $unwind: `$${field}` }] : []),
    { $group: { _id: `$${field}`, total: { $sum: 1 } } },
  ]
  const rows = await Resource.aggregate<{ _id: string | null; total: number }>(stages)
  return new Map(rows.flatMap(({ _id, total }) => (_id ? [[_id, total] as const] : [])))
}

/** The most frequent values, and those that are chosen even when nothing has them any more. */
function choices(counts: Counts, chosen: string[], label: (key: string) => string) {
  const frequent = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
  const keys = [...frequent.slice(0, MOST_CHOICES).map(([key]) => key), ...chosen]
  return inOrder([...new Set(keys)], counts, chosen, label)
}

function inOrder(
  keys: readonly string[],
  counts: Counts,
  chosen: readonly string[],
  label: (key: string) => string,
) {
  return keys.map(value => {
    const total = counts.get(value) ?? 0
    const checked = chosen.includes(value)
    return { value, label: label(value), total, checked, empty: total === 0 && !checked }
  })
}
