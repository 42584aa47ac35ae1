import type { AttachmentRecord } from '../../../models/attachment.ts'
import { textsOf } from '../../platform/attachments/texts/read.ts'
import type { Facts, IndexedDocument } from '../engine/documents.ts'

export const KINDS = [
  'resources',
  'gatherings',
  'spaces',
  'threads',
  'replies',
  'rooms',
  'messages',
  'members',
  'collections',
  'groups',
] as const
export type Kind = (typeof KINDS)[number]

/** Of each record, files of up to two hundred thousand characters. */
const FILES_AT_ONCE = 20

/** Records of one kind as the index wants them, one after the other; `ids` for some of them alone. */
export type Source = {
  kind: Kind
  read(ids?: readonly string[]): AsyncIterable<IndexedDocument>
}

export function keyOf(kind: Kind, id: unknown) {
  return `${kind}:${id}`
}

/** What every document says of itself: of which kind it is, and from when. */
export function commonFacts(kind: Kind, at: Date | null | undefined): Facts {
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
