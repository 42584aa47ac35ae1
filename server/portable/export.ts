import { Resource, type ResourceRecord } from '../../models/resource.ts'
import { Revision, type RevisionRecord } from '../../models/revision.ts'
import { writeDocument } from '../library/markdown-document.ts'
import { placesOf } from '../library/places.ts'
import type { Entry } from '../platform/files/archive.ts'
import { factsOfResource, factsOfRevision } from './fields.ts'
import { peopleById } from './people.ts'

/** Said at the head of the folder, so that what reads it knows what it is. */
export const LIBRARY_FILE = 'library.yaml'
export const LIBRARY_FORMAT = 'format: rouedad-library\nversion: 1\n'

type Choice = {
  /** Which resources; all of them when not said. */
  filter?: object
  /** Which former versions of those. */
  shows?: (resource: ResourceRecord, revision: RevisionRecord) => boolean
  /** The ancestors of a resource whose titles the reader may not know. */
  untold?: (resource: ResourceRecord) => Promise<Set<string>>
}

/**
 * The library, one file after the other, by the slugs of its resources: each has a folder with its text
 * (index.md), its former versions and its attachments. What does not change gives the same bytes.
 */
export async function* libraryEntries(choice: Choice = {}): AsyncGenerator<Entry> {
  const { filter = {} } = choice
  yield { path: LIBRARY_FILE, text: LIBRARY_FORMAT }
  const resources = Resource.find(filter, '-words').sort({ slug: 1 }).lean<ResourceRecord[]>()
  for await (const record of resources.cursor()) yield* entriesOf(record, choice)
}

async function* entriesOf(
  record: ResourceRecord,
  { shows, untold }: Choice,
): AsyncGenerator<Entry> {
  const folder = `resources/${record.slug}`
  const revisions = await revisionsOf(record)
  const people = await peopleById([
    ...[record.author, record.editor],
    ...(record.adaptedFrom?.ancestors ?? []).map(({ author }) => author),
    ...revisions.map(({ editor }) => editor),
  ])
  const paths = placesOf(record)
  const facts = factsOfResource(record, people, paths, (await untold?.(record)) ?? new Set())
  yield { path: `${folder}/index.md`, text: writeDocument({ facts, body: record.body }) }
  for (const revision of revisions.filter(one => shows?.(record, one) ?? true)) {
    const path = `${folder}/versions/${String(revision.version).padStart(4, '0')}.md`
    const facts = factsOfRevision(revision, people)
    yield { path, text: writeDocument({ facts, body: revision.body }) }
  }
  for (const [index, { key }] of record.attachments.entries())
    yield { path: `${folder}/${paths[index]}`, key }
}

function revisionsOf({ _id, version }: ResourceRecord) {
  return Revision.find({ resource: _id, version: { $lt: version } })
    .sort({ version: 1 })
    .lean<RevisionRecord[]>()
}
