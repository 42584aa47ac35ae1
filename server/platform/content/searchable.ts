import type { AttachmentRecord } from '../../../models/attachment.ts'
import { textsOf } from '../attachments/texts/read.ts'

/** The parts of a text, from what says most of it to what says least. */
export const FIELDS = ['title', 'tags', 'summary', 'steps', 'body', 'files'] as const
export type Field = (typeof FIELDS)[number]

export type Fact = string | number | boolean | null | undefined | readonly string[]
export type Facts = { readonly [name: string]: Fact }

/**
 * What the index keeps of a record: its words by field, and facts that filters, sorts and counts ask about. A document
 * with a `parent` has the facts of that one too (a reply its discussion's audience), as they are at each search; without it, it is not
 * found. `holds`: it may be the parent of others.
 */
export type IndexedDocument = {
  key: string
  parent?: string
  holds?: true
  /** Less than 1 for what says less than others do in the same words: a word in passing. */
  worth?: number
  texts: Partial<Record<Field, string>>
  facts: Facts
}

/** Conditions on facts in the words of the store's queries, so that one rule of rights serves both. */
export type Filter = { readonly [name: string]: unknown }

/** Of each record, files of up to two hundred thousand characters. */
const FILES_AT_ONCE = 20

export function keyOf(kind: string, id: unknown) {
  return `${kind}:${id}`
}

/** What every document says of itself: of which kind it is, and from when. */
export function commonFacts(kind: string, at: Date | null | undefined): Facts {
  return { of: kind, at: at?.getTime() ?? 0 }
}

/** All records, or those of these ids: the whole collection is meant to be read. */
export function wanted(ids?: readonly string[]) {
  return ids ? { _id: { $in: ids } } : {}
}

export function reading(ids?: readonly string[]) {
  return ids ? {} : { hint: { $natural: 1 as const } }
}

/** Each record with the words of its files, asked for many records at once. */
export async function* withFileTexts<R extends { attachments: readonly AttachmentRecord[] }>(
  records: AsyncIterable<R>,
): AsyncIterable<{ record: R; files: string }> {
  for await (const batch of batches(records, FILES_AT_ONCE)) {
    const texts = await textsOf(batch.flatMap(one => one.attachments.map(({ key }) => key)))
    for (const record of batch) yield { record, files: filesOf(record.attachments, texts) }
  }
}

/** The name of a file says something of it too. */
function filesOf(attachments: readonly AttachmentRecord[], texts: ReadonlyMap<string, string>) {
  return attachments.map(({ key, name }) => `${name}\n${texts.get(key) ?? ''}`).join('\n')
}

export async function* batches<T>(all: AsyncIterable<T>, most: number): AsyncGenerator<T[]> {
  let batch: T[] = []
  for await (const one of all) {
    batch.push(one)
    if (batch.length < most) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
