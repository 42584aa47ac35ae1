import type { Db } from 'mongodb'
import type { SnapshotCollection, Stored } from '../../../store/src/files.ts'
import { Refusal } from '../command.ts'
import { inBatches } from '../store/batches.ts'
import { identityOf, idOf } from '../store/exact.ts'
import { rawOf } from '../store/server.ts'
import { insertRaw } from '../store/write.ts'
import type { Terminal } from '../terminal.ts'
import type { MoveState } from './state.ts'

const DUPLICATE = 11000

/** Copies what the target has not of a collection yet, a batch after the other, noting each. */
export async function copyCollection(
  { name, documents }: SnapshotCollection,
  db: Db,
  state: MoveState,
  terminal: Terminal,
): Promise<void> {
  let { last, written } = await state.progressOf(name)
  await makeCollection(db, name)
  for await (const batch of inBatches(documents(last), ({ bytes }) => bytes.length)) {
    await writeBatch(db, name, batch)
    written += batch.length
    last = batch.at(-1)?.key
    if (last) await state.note(name, last, written)
    terminal.progress(`${name}: ${written} documents written`)
  }
}

async function makeCollection(db: Db, name: string): Promise<void> {
  const there = await db.listCollections({ name }, { nameOnly: true }).toArray()
  if (there.length === 0) await db.createCollection(name)
}

/** A batch that was written but not noted comes again: its documents are there already, and must be the same. */
async function writeBatch(db: Db, name: string, batch: Stored[]): Promise<void> {
  const refused = await insertRaw(
    db,
    name,
    batch.map(({ bytes }) => bytes),
  )
  for (const { index, code, errmsg } of refused) {
    const bytes = batch[index]?.bytes
    if (!bytes) throw new Refusal(`${name}: ${errmsg}`)
    const known = code === DUPLICATE ? await bytesOf(db, name, idOf(bytes)) : undefined
    if (!known) throw new Refusal(`${name}: ${identityOf(bytes)} was refused: ${errmsg}`)
    if (Buffer.compare(known, bytes) !== 0)
      throw new Refusal(
        `${name}: ${identityOf(bytes)} is in the target already, and another document`,
      )
  }
}

async function bytesOf(db: Db, name: string, id: unknown): Promise<Uint8Array | undefined> {
  const filter: Record<string, unknown> = { _id: { $eq: id } }
  const found = await db.collection(name).findOne(filter, { raw: true })
  return found ? rawOf(found) : undefined
}
