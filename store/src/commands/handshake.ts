import { hostname } from 'node:os'
import type { Store } from '../store.ts'
import type { Doc } from '../values.ts'
import type { Request } from '../wire.ts'

const VERSION = '7.0.0'
/** The wire version of MongoDB 7.0: what the drivers need to know which commands to use. */
const WIRE_VERSION = 21

/** A standalone server: no set name, no `topologyVersion`, so that drivers neither retry writes nor stream hellos. */
export function hello(_store: Store, request: Request): Doc {
  return {
    helloOk: true,
    ismaster: true,
    isWritablePrimary: true,
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: request.id,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
    ok: 1,
  }
}

export function done(): Doc {
  return { ok: 1 }
}

export function buildInfo(): Doc {
  return {
    version: VERSION,
    versionArray: VERSION.split('.').map(Number).concat(0),
    gitVersion: 'embedded',
    modules: [],
    storageEngines: ['lmdb'],
    bits: 64,
    maxBsonObjectSize: 16_777_216,
    ok: 1,
  }
}

export function serverStatus({ startedAt, connections, cursors }: Store): Doc {
  const uptime = Math.floor((Date.now() - startedAt.getTime()) / 1000)
  return {
    host: hostname(),
    version: VERSION,
    process: 'embedded',
    pid: process.pid,
    uptime,
    localTime: new Date(),
    connections: { current: connections },
    metrics: { cursor: { open: { total: cursors.size } } },
    storageEngine: { name: 'lmdb', persistent: true },
    ok: 1,
  }
}

export function connectionStatus(): Doc {
  return { authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] }, ok: 1 }
}

export function getLog(): Doc {
  return { totalLinesWritten: 0, log: [], ok: 1 }
}

export function getParameter(): Doc {
  return { featureCompatibilityVersion: { version: '7.0' }, ok: 1 }
}
