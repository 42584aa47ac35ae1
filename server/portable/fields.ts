import { z } from 'zod'
import { contentFields, type ResourceRecord } from '../../models/resource.ts'
import type { RevisionRecord } from '../../models/revision.ts'
import { AUDIENCE } from '../../models/words/audience.ts'
import { RESOURCE_STATES } from '../../models/words/resource.ts'
import { type Person, personShape } from './people.ts'

const DAY = z.iso.datetime().pipe(z.coerce.date())

/** What is known of a saved state besides what people wrote. */
const saved = z.object({
  state: z.enum(RESOURCE_STATES),
  editor: personShape.optional(),
  change: z.string().max(200).default(''),
  changed: z.object({ added: z.number().int(), removed: z.number().int() }).optional(),
})

const id = z.string().regex(/^[0-9a-f]{24}$/)
const version = z.number().int().min(1)

/** What an adaptation says of the works that it comes from. */
const originShape = z.object({
  resource: id,
  version,
  ignored: version.optional(),
  ancestors: z
    .array(
      z.object({
        resource: id,
        version,
        savedAt: DAY,
        slug: z
          .string()
          .regex(/^[a-z0-9-]{0,100}$/)
          .default(''),
        title: z.string().max(200).default(''),
        licence: z.string().max(60).default(''),
        audience: z.string().regex(AUDIENCE),
        author: personShape.optional(),
      }),
    )
    .max(100),
})

const fileShape = z.object({
  id,
  name: z.string().min(1).max(200),
  /** Its place beside the text. */
  file: z
    .string()
    .max(300)
    .regex(/^files\/[^/\\]+$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

export const resourceFacts = saved.extend({
  /** Links and credits lead to it by this. */
  id,
  adaptedFrom: originShape.optional(),
  adaptable: z.boolean().optional(),
  stateBefore: z.enum(RESOURCE_STATES).optional(),
  waiting: z.boolean().optional(),
  author: personShape.optional(),
  version: version.default(1),
  createdAt: DAY,
  updatedAt: DAY,
  publishedAt: DAY,
  files: z.array(fileShape).max(100).default([]),
})
export type ResourceFacts = z.output<typeof resourceFacts>

export const revisionFacts = saved.extend({ version, savedAt: DAY })
export type RevisionFacts = z.output<typeof revisionFacts>

type People = Map<string, Person>

/** The facts of a resource, `paths` being the places of its files; `untold` are ancestors without their title. */
export function factsOfResource(
  record: ResourceRecord,
  people: People,
  paths: string[],
  untold: Set<string>,
) {
  const { state, stateBefore, waiting, author, editor, change, version } = record
  return {
    id: String(record._id),
    ...written(record),
    ...{ state, stateBefore, waiting, author: people.get(String(author)) },
    ...{ editor: people.get(String(editor)), change, changed: sizeOf(record), version },
    ...{ adaptedFrom: originOf(record, people, untold), adaptable: record.adaptable },
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    publishedAt: record.publishedAt.toISOString(),
    files: record.attachments.map(({ _id, name, sha256 }, index) => ({
      ...{ id: String(_id), name, file: paths[index], sha256 },
    })),
  }
}

export function factsOfRevision(record: RevisionRecord, people: People) {
  const { state, editor, change, version, savedAt } = record
  const who = people.get(String(editor))
  const about = { state, editor: who, change, changed: sizeOf(record), version }
  return { ...written(record), ...about, savedAt: savedAt.toISOString() }
}

function sizeOf({ changed }: Pick<ResourceRecord, 'changed'>) {
  return changed ? { added: changed.added, removed: changed.removed } : undefined
}

function originOf({ adaptedFrom }: ResourceRecord, people: People, untold: Set<string>) {
  if (!adaptedFrom) return undefined
  const { resource, version, ignored, ancestors } = adaptedFrom
  return {
    ...{ resource: String(resource), version, ...(ignored ? { ignored } : {}) },
    ancestors: ancestors.map(one => ({
      ...{ resource: String(one.resource), version: one.version },
      ...(one.slug && !untold.has(String(one.resource)) ? { slug: one.slug } : {}),
      savedAt: one.savedAt.toISOString(),
      ...(one.title && !untold.has(String(one.resource)) ? { title: one.title } : {}),
      ...{ licence: one.licence, audience: one.audience },
      ...withAuthor(people.get(String(one.author))),
    })),
  }
}

function withAuthor(author: Person | undefined) {
  return author ? { author } : {}
}

/** What people wrote, without what is made of it; the text itself stands below the facts. */
function written(record: ResourceRecord | RevisionRecord): Record<string, unknown> {
  const { html: _, body: __, ...content } = record
  return {
    ...Object.fromEntries(Object.entries(content).filter(([field]) => field in contentFields)),
    tools: (record.tools ?? []).map(({ name, version }) => ({ name, version })),
    steps: record.steps.map(({ title, minutes, mode, body }) => ({ title, minutes, mode, body })),
  }
}
