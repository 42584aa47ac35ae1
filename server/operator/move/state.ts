import { hostname } from 'node:os'
import { Binary, type Collection, type Db } from 'mongodb'
import { Refusal } from '../command.ts'

/** The collection of the target that remembers how far a move came; it goes when the move is done. */
export const STATE = 'hub_move'
const MOVE = 'the move'

type Kept = {
  _id: string
  /** Of the move itself: which store, in which state, it copies. */
  source?: string
  /** Everything was compared and found equal: what is missing since has expired. */
  verified?: boolean
  /** Of a collection: the key, in the order of `_id`, of the last document that was written. */
  last?: Binary
  written?: number
}

export type Progress = { last?: Buffer; written: number }

/** How far this move came, in the target itself. */
export class MoveState {
  readonly #kept: Collection<Kept>

  constructor(db: Db) {
    this.#kept = db.collection<Kept>(STATE, { writeConcern: { w: 'majority' } })
  }

  /** Begins, or goes on with the same move. Throws Refusal when the target holds anything else. */
  async begin(db: Db, source: string): Promise<void> {
    const names = await collectionsOf(db)
    const begun = names.includes(STATE) ? await this.#kept.findOne({ _id: MOVE }) : null
    if (begun && begun.source !== source)
      throw new Refusal(
        'a move into this database was begun from another store, or the hub has written to its store since: begin again with --restart',
      )
    await this.#refuseStrangers(db, names)
    await this.#kept.updateOne({ _id: MOVE }, { $setOnInsert: { source } }, { upsert: true })
  }

  /** Drops all that a move, if one was begun, has put into the database. */
  async undo(db: Db): Promise<void> {
    const names = await collectionsOf(db)
    if (!names.includes(STATE)) return
    const own = await this.#ids()
    for (const name of names) if (own.has(name)) await db.dropCollection(name)
    await db.dropCollection(STATE)
  }

  /** Tells of a collection before the first document of it is written. */
  async progressOf(collection: string): Promise<Progress> {
    await this.#kept.updateOne(
      { _id: collection },
      { $setOnInsert: { written: 0 } },
      { upsert: true },
    )
    const kept = await this.#kept.findOne({ _id: collection })
    return {
      ...(kept?.last && { last: Buffer.from(kept.last.buffer) }),
      written: kept?.written ?? 0,
    }
  }

  async note(collection: string, last: Buffer, written: number): Promise<void> {
    await this.#kept.updateOne({ _id: collection }, { $set: { last: new Binary(last), written } })
  }

  async isVerified(): Promise<boolean> {
    return (await this.#kept.findOne({ _id: MOVE }))?.verified === true
  }

  async noteVerified(): Promise<void> {
    await this.#kept.updateOne({ _id: MOVE }, { $set: { verified: true } })
  }

  async finish(db: Db): Promise<void> {
    await db.dropCollection(STATE)
  }

  async #refuseStrangers(db: Db, names: string[]): Promise<void> {
    const own = await this.#ids()
    const strangers = names.filter(name => name !== STATE && !own.has(name))
    if (strangers.length > 0) throw notEmpty(db, strangers)
  }

  async #ids(): Promise<Set<string>> {
    return new Set((await this.#kept.find().toArray()).map(({ _id }) => _id))
  }
}

/** Which store this is, in which state: a write to it makes another of it. */
export function sourceId(folder: string, lastTransaction: number): string {
  return `${hostname()}:${folder} at ${lastTransaction}`
}

async function collectionsOf(db: Db): Promise<string[]> {
  const listed = await db.listCollections({}, { nameOnly: true }).toArray()
  return listed.map(({ name }) => name).filter(name => !name.startsWith('system.'))
}

function notEmpty(db: Db, names: string[]): Refusal {
  return new Refusal(
    `the database ${db.databaseName} holds ${names.slice(0, 3).join(', ')}${names.length > 3 ? '…' : ''}, which no move put there: name an empty one in the address`,
  )
}
