import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Db } from 'mongodb'
import { lockDirectory, openSnapshot, type Snapshot } from '../../../store/src/files.ts'
import { Refusal } from '../command.ts'
import { DATABASE } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { compareDocuments, copyIndexes } from './compare.ts'
import { copyCollection } from './copy.ts'
import { MoveState, sourceId } from './state.ts'

type Options = { restart: boolean; terminal: Terminal }
export type Moved = { collections: number }

/** Copies the store in `folder`, which no hub may use meanwhile, to a database: the same documents and indexes. */
export async function moveInto(db: Db, folder: string, options: Options): Promise<Moved> {
  if (!existsSync(join(folder, 'data.mdb')))
    throw new Refusal(`there is no store in ${folder}: is DATA_DIR the hub’s?`)
  const release = await lockDirectory(folder, '')
  try {
    const snapshot = openSnapshot(folder)
    try {
      return await move(snapshot, db, folder, options)
    } finally {
      options.terminal.clear()
      await snapshot.close()
    }
  } finally {
    release()
  }
}

async function move(snapshot: Snapshot, db: Db, folder: string, { restart, terminal }: Options) {
  const state = new MoveState(db)
  if (restart) await state.undo(db)
  await state.begin(db, sourceId(folder, snapshot.lastTransaction()))
  const collections = ownCollections(snapshot, terminal)
  if (!(await state.isVerified())) {
    for (const each of collections) await copyCollection(each, db, state, terminal)
    for (const each of collections) await compareDocuments(each, db, terminal)
    await state.noteVerified()
  }
  // Only now: an index may make the target remove what has expired.
  for (const each of collections) await copyIndexes(each, db)
  await state.finish(db)
  return { collections: collections.length }
}

function ownCollections({ collections }: Snapshot, terminal: Terminal) {
  const others = new Set(collections.map(({ db }) => db).filter(db => db !== DATABASE))
  if (others.size > 0)
    terminal.note(`Not moved, for they are not the hub’s: the databases ${[...others].join(', ')}.`)
  return collections.filter(({ db }) => db === DATABASE)
}
