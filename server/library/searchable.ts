import { Resource, type ResourceRecord } from '../../models/resource.ts'
import {
  commonFacts,
  type IndexedDocument,
  keyOf,
  reading,
  wanted,
  withFileTexts,
} from '../platform/content/searchable.ts'
import { themeLabel } from '../platform/content/themes.ts'
import { LANGUAGES, translator } from '../platform/i18n/index.ts'
import { publicLabel } from './labels.ts'

/** Readers of French and of English find it by the words of their language. */
const speakers = LANGUAGES.map(translator)

export async function* readResources(ids?: readonly string[]): AsyncIterable<IndexedDocument> {
  const fields = '-html -steps.html'
  const records = Resource.find(wanted(ids), fields, reading(ids)).lean<ResourceRecord[]>()
  for await (const { record, files } of withFileTexts(records.cursor()))
    yield documentOf(record, files)
}

function documentOf(record: ResourceRecord, files: string): IndexedDocument {
  return {
    key: keyOf('resources', record._id),
    texts: {
      title: record.title,
      tags: tagsOf(record),
      summary: record.summary,
      steps: record.steps.map(({ title, body }) => `${title}\n${body}`).join('\n'),
      body: record.body,
      files,
    },
    facts: { ...commonFacts('resources', record.publishedAt), ...factsOf(record) },
  }
}

function tagsOf(record: ResourceRecord) {
  const { themes, publics, materials, tools, systems, prerequisites, cost } = record
  const labels = speakers.flatMap(t => [
    ...themes.map(text => themeLabel(text, t)),
    ...publics.map(text => publicLabel(text, t)),
  ])
  const named = tools.map(({ name }) => name)
  const words = [...themes, ...publics, ...materials, ...named, ...systems, ...prerequisites, cost]
  return [...new Set([...labels, ...words])].join('\n')
}

/** Everything that the library's filters and sorts ask about, under the names that they have in the store. */
function factsOf(record: ResourceRecord) {
  const { kind, state, audience, level, publicKeys, themeKeys, equipment, internet } = record
  return {
    ...{ kind, state, audience, level, publicKeys, themeKeys, equipment, internet },
    ...{ computersNeeded: record.computersNeeded, mostPeople: record.mostPeople },
    checkOn: record.checkOn,
    ...{ sortMinutes: record.sortMinutes, sortTitle: record.sortTitle },
    author: String(record.author),
    publishedAt: record.publishedAt.getTime(),
  }
}
