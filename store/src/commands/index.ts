import { asStoreError, StoreError } from '../errors.ts'
import type { Store } from '../store.ts'
import type { Doc } from '../values.ts'
import type { Request } from '../wire.ts'
import { aggregate } from './aggregate.ts'
import {
  collStats,
  create,
  dbStats,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
  renameCollection,
  validate,
} from './collections.ts'
import { explain } from './explain.ts'
import { refuseTransaction } from './fields.ts'
import {
  buildInfo,
  connectionStatus,
  done,
  getLog,
  getParameter,
  hello,
  serverStatus,
} from './handshake.ts'
import { collMod, createIndexes, dropIndexes, listIndexes } from './indexes.ts'
import { count, distinct, find, getMore, killCursors } from './read.ts'
import { findAndModify, insert, makeCollection, remove, update } from './write.ts'

type Reply = Doc | Buffer
type Command = (store: Store, request: Request) => Reply

/** Commands answered at once. Those that change collections or indexes commit a transaction of their own. */
const COMMANDS: Record<string, Command> = {
  hello,
  ismaster: hello,
  isMaster: hello,
  ping: done,
  endSessions: done,
  killSessions: done,
  killAllSessions: done,
  refreshSessions: done,
  buildInfo,
  buildinfo: buildInfo,
  serverStatus,
  connectionStatus,
  getLog,
  getParameter,
  find,
  getMore,
  killCursors,
  count,
  distinct,
  aggregate,
  explain,
  create,
  drop,
  dropDatabase,
  renameCollection,
  listCollections,
  listDatabases,
  collStats,
  dbStats,
  validate,
  createIndexes,
  listIndexes,
  dropIndexes,
  collMod,
}

/** Commands that write documents: they wait for the next group commit. */
const WRITES: Record<string, Command> = {
  insert,
  update,
  delete: remove,
  findAndModify,
  findandmodify: findAndModify,
}

/** The reply to one request, an error reply included: at once for reads, once on disk for writes. */
export function answer(store: Store, request: Request): Reply | Promise<Reply> {
  try {
    if (request.refused) throw request.refused
    refuseTransaction(request)
    if (Object.hasOwn(WRITES, request.name)) return write(store, request)
    const command = Object.hasOwn(COMMANDS, request.name) ? COMMANDS[request.name] : undefined
    if (!command) throw unknownCommand(request)
    return command(store, request)
  } catch (error) {
    return errorReply(error)
  }
}

async function write(store: Store, request: Request): Promise<Reply> {
  const command = WRITES[request.name]
  try {
    if (!command) throw unknownCommand(request)
    makeCollection(store, request)
    return await store.storage.write(() => command(store, request))
  } catch (error) {
    return errorReply(error)
  }
}

function unknownCommand({ name }: Request): StoreError {
  if (name === 'commitTransaction' || name === 'abortTransaction') {
    return new StoreError(
      'IllegalOperation',
      'Transaction numbers are only allowed on a replica set member or mongos',
    )
  }
  return new StoreError('CommandNotFound', `no such command: '${name}'`)
}

function errorReply(thrown: unknown): Doc {
  const { code, codeName, message, extra } = asStoreError(thrown)
  return { ok: 0, errmsg: message, code, codeName, ...extra }
}
