import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { answer } from './commands/index.ts'
import { Frames } from './frames.ts'
import type { Store } from './store.ts'
import { parseRequest, replyTo } from './wire.ts'

export type Log = (event: object) => void
/** Where the server listens: a Unix socket, or a loopback port (0 takes a free one). */
export type Address = { path: string } | { port: number }

/** Bytes of further requests that wait while one is answered. */
const MOST_AHEAD = 1024 * 1024

export interface Listening {
  address: Address
  close: () => Promise<void>
}

/** Serves `store` at `address`. Closing ends all connections after the command each is in. */
export async function serve(store: Store, address: Address, log: Log): Promise<Listening> {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, socket => {
    sockets.add(socket)
    store.connections = sockets.size
    socket.on('close', () => {
      sockets.delete(socket)
      store.connections = sockets.size
    })
    talk(store, socket, log)
  })
  const bound = await listen(server, address)
  const close = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  return { address: bound, close }
}

async function listen(server: Server, address: Address): Promise<Address> {
  if ('path' in address) rmSync(address.path, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen('path' in address ? address : { ...address, host: '127.0.0.1' }, resolve)
  })
  if ('path' in address) {
    chmodSync(address.path, 0o600)
    return address
  }
  const bound = server.address()
  return { port: typeof bound === 'object' && bound ? bound.port : address.port }
}

/**
 * One connection: frames in, replies out in the same order. A frame that makes no sense ends this connection alone. While a command
 * runs, or a reply waits for its reader, no more than a message is read ahead.
 */
function talk(store: Store, socket: Socket, log: Log): void {
  const frames = new Frames()
  let busy = false

  const drain = async (): Promise<void> => {
    busy = true
    for (let frame = frames.take(); frame && !socket.destroyed; frame = frames.take()) {
      const request = parseRequest(frame)
      const pendingReply = answer(store, request)
      const reply = pendingReply instanceof Promise ? await pendingReply : pendingReply
      if (!request.expectsReply || socket.destroyed) continue
      if (!socket.write(replyTo(request, reply))) await drained(socket)
    }
    busy = false
    socket.resume()
  }

  socket.on('error', () => socket.destroy())
  socket.on('data', bytes => {
    frames.add(bytes)
    if (busy && frames.size > MOST_AHEAD) socket.pause()
    if (busy) return
    drain().catch(error => {
      log({ event: 'connection closed', reason: String(error) })
      socket.destroy()
    })
  })
}

/** Once the reader has taken what was written, or is gone. */
function drained(socket: Socket): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      socket.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    socket.on('drain', done)
    socket.on('close', done)
  })
}
