import { asStoreError, StoreError } from '../errors.ts'
import type { Store } from '../store.ts'
import { advance, inTurns, type Steps } from '../turns.ts'
import { type Doc, isNumeric, toNumber } from '../values.ts'
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
  killCursors,
  create,
  drop,
  dropDatabase,
  renameCollection,
  listDatabases,
  collStats,
  dbStats,
  dropIndexes,
  collMod,
}

/** Commands that read for as long as it takes, in turns with others. */
const READS: Record<string, (store: Store, request: Request) => Steps<Reply>> = {
  find,
  getMore,
  count,
  distinct,
  aggregate,
  explain,
  listCollections,
  listIndexes,
}

/** Commands during which nobody writes. */
const ALONE: Record<string, (store: Store, request: Request) => Reply | Promise<Reply>> = {
  validate: (store, request) => readInTurns(store, request, validate(store, request)),
  createIndexes,
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
    const read = Object.hasOwn(READS, request.name) ? READS[request.name] : undefined
    if (read) return orError(readInTurns(store, request, read(store, request)))
    const alone = Object.hasOwn(ALONE, request.name) ? ALONE[request.name] : undefined
    if (alone) return orError(store.storage.hold(() => alone(store, request)))
    const command = Object.hasOwn(COMMANDS, request.name) ? COMMANDS[request.name] : undefined
    if (!command) throw unknownCommand(request)
    return command(store, request)
  } catch (error) {
    return errorReply(error)
  }
}

function readInTurns(store: Store, { body }: Request, steps: Steps<Reply>): Reply | Promise<Reply> {
  const most = isNumeric(body.maxTimeMS) ? toNumber(body.maxTimeMS) : 0
  const deadline = most > 0 ? performance.now() + most : Number.POSITIVE_INFINITY
  return inTurns(
    resumed => advance(steps, resumed, deadline),
    () => store.storage.closed,
  )
}

function orError(reply: Reply | Promise<Reply>): Reply | Promise<Reply> {
  return reply instanceof Promise ? reply.catch(errorReply) : reply
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
