import { EJSON } from 'bson'
import type { Db, Document } from 'mongodb'
import type { SnapshotCollection } from '../../../store/src/files.ts'
import { Refusal } from '../command.ts'
import { rawDocuments } from '../store/server.ts'
import { createIndexes } from '../store/write.ts'
import type { Terminal } from '../terminal.ts'
import { digestOf } from './digest.ts'

/** Reads a collection back from the target. Throws Refusal unless it holds the very same documents. */
export async function compareDocuments(
  { name, documents }: SnapshotCollection,
  db: Db,
  terminal: Terminal,
): Promise<void> {
  const tell = (count: number) => terminal.progress(`comparing ${name}: ${count} documents`)
  const here = await digestOf(bytesOf(documents()), tell)
  const there = await digestOf(rawDocuments(db.collection(name)), tell)
  if (here.count !== there.count)
    throw new Refusal(
      `${name} has ${there.count} documents in the target, ${here.count} here: begin again with --restart`,
    )
  if (here.sum !== there.sum)
    throw new Refusal(`${name} is not the same in the target: begin again with --restart`)
}

/** Builds the indexes in the target. Throws Refusal unless it then lists the same. */
export async function copyIndexes({ name, indexes }: SnapshotCollection, db: Db): Promise<void> {
  await createIndexes(db, name, indexes)
  const there = (await db.collection(name).indexes()).map(essence)
  const missing = indexes.filter(index => !there.includes(essence(index)))
  if (missing.length > 0 || there.length !== indexes.length)
    throw new Refusal(
      `the indexes of ${name} are not the same in the target: ${missing.map(index => index.name).join(', ')}`,
    )
}

/** What an index does: servers add versions and defaults of their own. */
function essence({
  name,
  key,
  unique,
  sparse,
  partialFilterExpression,
  expireAfterSeconds,
}: Document) {
  return EJSON.stringify({
    ...{ name, key },
    unique: unique === true,
    sparse: sparse === true,
    partial: partialFilterExpression ?? null,
    expires: expireAfterSeconds ?? null,
  })
}

function* bytesOf(documents: Iterable<{ bytes: Uint8Array }>) {
  for (const { bytes } of documents) yield bytes
}
