import { z } from 'zod'
import { contentFields, RESOURCE_STATES, type ResourceRecord } from '../../../models/resource.ts'
import type { RevisionRecord } from '../../../models/revision.ts'
import { type Person, personShape } from './people.ts'

const DAY = z.iso.datetime().pipe(z.coerce.date())

/** What is known of a saved state besides what people wrote. */
const saved = z.object({
  state: z.enum(RESOURCE_STATES),
  editor: personShape.optional(),
  change: z.string().max(200).default(''),
})

const fileShape = z.object({
  id: z.string().regex(/^[0-9a-f]{24}$/),
  name: z.string().min(1).max(200),
  /** Its place beside the text. */
  file: z
    .string()
    .max(300)
    .regex(/^files\/[^/\\]+$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

export const resourceFacts = saved.extend({
  stateBefore: z.enum(RESOURCE_STATES).optional(),
  waiting: z.boolean().optional(),
  author: personShape.optional(),
  version: z.number().int().min(1).default(1),
  createdAt: DAY,
  updatedAt: DAY,
  publishedAt: DAY,
  files: z.array(fileShape).max(100).default([]),
})
export type ResourceFacts = z.output<typeof resourceFacts>

export const revisionFacts = saved.extend({ version: z.number().int().min(1), savedAt: DAY })
export type RevisionFacts = z.output<typeof revisionFacts>

type People = Map<string, Person>

/** The facts of a resource, `paths` being the places of its files. */
export function factsOfResource(record: ResourceRecord, people: People, paths: string[]) {
  const { state, stateBefore, waiting, author, editor, change, version } = record
  return {
    ...written(record),
    ...{ state, stateBefore, waiting, author: people.get(String(author)) },
    ...{ editor: people.get(String(editor)), change, version },
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
  const about = { state, editor: people.get(String(editor)), change, version }
  return { ...written(record), ...about, savedAt: savedAt.toISOString() }
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
