import type { CollectionRecord } from '../../../models/collection.ts'
import type { ResourceRecord } from '../../../models/resource.ts'
import { type Byline, bylinesOf } from '../../library/authors.ts'
import { placesOf } from '../../library/places.ts'
import { pageOfResource, presentResource } from '../../library/presenter.ts'
import type { Entry } from '../../platform/files/archive.ts'
import type { Language } from '../../platform/i18n/index.ts'
import { services } from '../../platform/services.ts'
import { renderPage } from '../../platform/views/engine.ts'
import { localHtml } from './links.ts'
import { styleEntries } from './style.ts'

const LAYOUT = 'layouts/pack'

type Held = { record: ResourceRecord; note: string }

/**
 * The files of a collection's pack: index.html, a page for each resource under fiches/, its attachments
 * beside, and the hub's own style. Nothing in it asks for the network.
 */
export async function* packEntries(
  collection: CollectionRecord,
  resources: Held[],
  language: Language,
): AsyncGenerator<Entry> {
  const { baseUrl } = services()
  const people = await bylinesOf(resources.map(({ record }) => record.author))
  const shown = { language, address: `${baseUrl}/collections/${collection.slug}` }
  const items = resources.map(({ record, note }) => ({
    ...presentResource(record, people, language),
    ...{ note, file: `fiches/${record.slug}.html` },
  }))
  const { title, summary } = collection
  const index = { page: { ...shown, title, style: 'style/' }, title, summary, items }
  yield { path: 'index.html', text: renderPage('collections/pack-index', index, language, LAYOUT) }
  yield* styleEntries()
  for (const { record } of resources) {
    const places = placesOf(record)
    const data = sheetOf(record, places, people, language, baseUrl)
    const page = { ...shown, title: record.title, style: '../style/' }
    const text = renderPage('collections/pack-sheet', { ...data, page }, language, LAYOUT)
    yield { path: `fiches/${record.slug}.html`, text }
    for (const [file, { key }] of record.attachments.entries())
      yield { path: `fiches/${record.slug}/${places[file]}`, key }
  }
}

function sheetOf(
  record: ResourceRecord,
  places: string[],
  people: Map<string, Byline>,
  language: Language,
  baseUrl: string,
) {
  const local = (html: string) => localHtml(html, record, places, baseUrl)
  const page = pageOfResource(record, language)
  return {
    ...presentResource(record, people, language),
    ...page,
    html: local(record.html),
    timeline: page.timeline.map(step => ({ ...step, html: local(step.html) })),
    files: page.files.map((file, n) => ({
      ...file,
      url: `${record.slug}/${(places[n] ?? '').split('/').map(encodeURIComponent).join('/')}`,
    })),
  }
}
